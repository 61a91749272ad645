using Serverless.Payments.Amounts;
using Serverless.Payments.Billing;
using Serverless.Payments.Codes;

namespace Serverless.Payments.Remittances.Reports;

/// <summary>Builds the report of a session; the same session makes the same report.</summary>
public sealed class ReportBuilder
{
    public const string Preview = "Preview";
    public const string Denied = "Denied";

    private readonly string agency;
    private readonly RemittanceState state;
    private readonly IReadOnlyDictionary<string, BillingInvoice> invoices;
    private readonly IReadOnlyDictionary<string, string> clientNames;
    private readonly Dictionary<(string Table, string Code), string> names;
    private readonly Dictionary<int, RemittanceCheck> checks;
    private readonly ILookup<string, QueueEntry> queue;

    private ReportBuilder(string agency, RemittanceState state, IReadOnlyDictionary<string, BillingInvoice> invoices, IReadOnlyDictionary<string, string> clientNames, IReadOnlyList<ValueItem> items)
    {
        this.agency = agency;
        this.state = state;
        this.invoices = invoices;
        this.clientNames = clientNames;
        names = items.ToDictionary(item => (item.Table, item.Code), item => item.Name);
        checks = state.Remittance.Checks.ToDictionary(check => check.Sheet);
        queue = state.Queue.Where(entry => checks.ContainsKey(entry.Sheet)).ToLookup(entry => entry.Invoice, StringComparer.Ordinal);
    }

    /// <param name="agency">Whose report it is.</param>
    /// <param name="state">The session with its queue.</param>
    /// <param name="invoices">Every invoice of the queue, by number, as it stands.</param>
    /// <param name="clientNames">By client id; the id stands for a name that is missing.</param>
    /// <param name="items">Banks, batch types, adjustment types and payment codes.</param>
    public static RemittanceReport Build(
        string agency, RemittanceState state, IReadOnlyDictionary<string, BillingInvoice> invoices, IReadOnlyDictionary<string, string> clientNames, IReadOnlyList<ValueItem> items)
        => new ReportBuilder(agency, state, invoices, clientNames, items).Build();

    private RemittanceReport Build()
    {
        var (session, batch) = (state.Remittance, state.Remittance.Batch);
        var rows = Rows();
        var payers = PayersOf(rows);
        return new RemittanceReport(
            agency,
            session.BatchNumber,
            session.Id,
            Named(ValueTables.Banks, batch.BankId),
            batch.ApplyAs,
            Named(ValueTables.BatchTypes, batch.Type),
            batch.Date,
            session.Status is RemittanceStatus.Posted or RemittanceStatus.Discarded ? session.Status.ToString() : Preview,
            session.PostedBy,
            session.PostedAt,
            batch.Total,
            state.BatchBalance,
            session.SourceFile,
            payers,
            ReportTotals.Of([.. payers.SelectMany(payer => payer.Checks)]));
    }

    private List<ReportPayer> PayersOf(ILookup<(int Check, string Payer), ReportRow> rows)
    {
        var byPayer = new SortedDictionary<string, List<ReportCheck>>(StringComparer.Ordinal);
        foreach (var check in state.Remittance.Checks)
        {
            var payers = rows.Where(group => group.Key.Check == check.N).Select(group => group.Key.Payer).Order(StringComparer.Ordinal).DefaultIfEmpty("").ToList();
            foreach (var payer in payers)
            {
                if (!byPayer.TryGetValue(payer, out var own))
                {
                    byPayer[payer] = own = [];
                }

                own.Add(CheckOf(check, [.. rows[(check.N, payer)]], payer == payers[0] ? check.ProviderAdjustments : []));
            }
        }

        return [.. byPayer.Select(payer => new ReportPayer(payer.Key, payer.Value, ReportTotals.Of(payer.Value)))];
    }

    private ReportCheck CheckOf(RemittanceCheck check, List<ReportRow> rows, IReadOnlyList<ProviderLevelAdjustment> provider)
    {
        var ordered = rows.OrderBy(row => row.Client, StringComparer.Ordinal).ThenBy(row => row.ClientId, StringComparer.Ordinal).ThenBy(row => row.Invoice, StringComparer.Ordinal).ThenBy(row => row.Line).ToList();
        return new ReportCheck(check.N, check.RefNo, Named(ValueTables.BatchTypes, check.Type), check.Dated, check.Amount, check.Comment, ordered, provider, ReportTotals.Of(ordered, provider));
    }

    private ILookup<(int Check, string Payer), ReportRow> Rows()
        => queue.Select(entries => entries.Key)
            .SelectMany(number => RowsOf(invoices.GetValueOrDefault(number) ?? throw new ArgumentException($"The report needs invoice {number}, which is in the queue.", nameof(number))))
            .ToLookup(row => (row.Check, row.Payer), row => row.Row);

    private IEnumerable<(int Check, string Payer, ReportRow Row)> RowsOf(BillingInvoice invoice)
    {
        var id = state.Remittance.Id;
        var isPosted = invoice.Postings.Any(posting => posting.RemittanceId == id);
        foreach (var line in (isPosted ? invoice.Postings : [.. invoice.Postings, .. Queued(invoice)]).GroupBy(posting => posting.Line))
        {
            var postings = line.ToList();
            var billed = invoice.Lines.First(candidate => candidate.Line == line.Key);
            for (var index = 0; index < postings.Count; index++)
            {
                if (postings[index].RemittanceId == id)
                {
                    yield return (postings[index].Check, invoice.Payer, RowOf(invoice, postings[index], LineFigures.Of(billed, postings[..(index + 1)])));
                }
            }
        }
    }

    private IEnumerable<InvoicePosting> Queued(BillingInvoice invoice)
        => from entry in queue[invoice.Number]
           let check = checks[entry.Sheet]
           orderby check.N
           from line in entry.Lines
           select new InvoicePosting(
               state.Remittance.Id, state.Remittance.BatchNumber, check.N, check.RefNo, state.Remittance.Batch.Date, line.Line, line.Post, line.Adjustments, line.IsDenied, state.Remittance.Owner, state.Remittance.CreatedAt);

    private ReportRow RowOf(BillingInvoice invoice, InvoicePosting posting, LineFigures after)
        => new(
            clientNames.GetValueOrDefault(invoice.ClientId, invoice.ClientId),
            invoice.ClientId,
            invoice.Number,
            posting.Line,
            after.Line.ServiceDate,
            after.Line.Description,
            after.Line.Billed,
            posting.Post,
            posting.Adjustments.Aggregate(Money.Zero, (sum, adjustment) => sum + adjustment.Amount),
            [.. posting.Adjustments.Select(adjustment => new ReportAdjustment(adjustment.Type, NameOf(adjustment.Type), adjustment.Amount))],
            after.Balance,
            posting.IsDenied,
            posting.IsDenied ? Denied : after.Status.DisplayName());

    private string Named(string table, string code) => names.GetValueOrDefault((table, code)) is { } name && name != code ? $"{code} – {name}" : code;

    private string NameOf(string type) => names.GetValueOrDefault((ValueTables.AdjustmentTypes, type)) ?? names.GetValueOrDefault((ValueTables.PaymentCodes, type)) ?? type;
}
