using Serverless.Payments.Amounts;
using Serverless.Payments.Billing;
using Serverless.Payments.Codes;
using Serverless.Payments.Remittances;
using Serverless.Payments.Remittances.Reports;

namespace Serverless.Testing;

/// <summary>A remittance session put together by hand, with the invoices that its queue is on.</summary>
public sealed class QueuedSession
{
    private readonly List<QueueEntry> queue = [];
    private readonly List<RemittanceCheck> checks = [];
    private readonly Dictionary<string, BillingInvoice> invoices = new(StringComparer.Ordinal);

    public const string Id = "rm-0123456789abcdef01234567";

    public static readonly DateTimeOffset At = new(2026, 11, 25, 20, 15, 0, TimeSpan.Zero);

    public static IReadOnlyList<ValueItem> Items { get; } =
    [
        .. ValueTables.All.SelectMany(BuiltInValues.Of),
        new(ValueTables.Banks, "BANK-1", "First Bank"),
        new(ValueTables.PaymentCodes, "HHO", "Home Health Overhead") { Kind = AdjustmentKind.Overhead, AllowsNegative = true },
    ];

    public Dictionary<string, string> ClientNames { get; } = new(StringComparer.Ordinal) { ["1000000001"] = "Begay, Ada", ["1000000002"] = "Carver, Ben" };

    public Remittance Session { get; set; } = new()
    {
        Id = Id,
        BatchNumber = 42,
        Owner = "biller",
        Batch = new RemittanceBatch(ApplyAsForms.Cash, "CHECK", false, Money.Zero, new DateOnly(2026, 11, 25), "BANK-1"),
        CreatedAt = At,
    };

    public RemittanceState State => new(Session with { Checks = checks, Batch = Session.Batch with { Total = Sum(checks, check => check.Amount) } }, queue);

    public QueuedSession Check(string refNo, decimal amount, string type = "CHECK", string? comment = null, params ProviderLevelAdjustment[] provider)
    {
        checks.Add(new RemittanceCheck(checks.Count + 1, refNo, type, new DateOnly(2026, 11, 20), Money.Of(amount), comment, false, checks.Count + 1, true) { ProviderAdjustments = provider });
        return this;
    }

    public QueuedSession Invoice(string number, string payer, string clientId, params decimal[] billed)
    {
        invoices[number] = new BillingInvoice
        {
            Number = number,
            Payer = payer,
            ClientId = clientId,
            InvoiceDate = new DateOnly(2026, 11, 10),
            Lines = [.. billed.Select((amount, index) => new BillingLine(index + 1, new DateOnly(2026, 11, 1).AddDays(index), "Home", "Visit", Money.Of(amount)))],
            IntakeId = "intake",
            CreatedAt = At,
        };
        return this;
    }

    /// <summary>What another batch posted before.</summary>
    public QueuedSession Before(string number, int line, decimal post)
    {
        invoices[number] = invoices[number] with { Postings = [.. invoices[number].Postings, new InvoicePosting("rm-before", 1, 1, "OLD", new DateOnly(2026, 11, 1), line, Money.Of(post), [], false, "biller", At)] };
        return this;
    }

    /// <summary>A row under the last check.</summary>
    public QueuedSession Row(string number, params QueuedLine[] lines)
    {
        var invoice = invoices[number];
        queue.Add(new QueueEntry(checks.Count, number, invoice.Payer, invoice.ClientId, invoice.Version, false, lines));
        return this;
    }

    public static QueuedLine Line(int line, decimal post, string? type = null, decimal adjustment = 0)
        => new(line, Money.Of(post), type is null ? [] : [new PostedAdjustment(type, Items.First(item => item.Code == type && item.Table is ValueTables.AdjustmentTypes or ValueTables.PaymentCodes).Kind, Money.Of(adjustment))], false);

    public static QueuedLine Denied(int line) => new(line, Money.Zero, [], true);

    /// <summary>The session after Post Now, with its invoices.</summary>
    public QueuedSession Post()
    {
        var state = State;
        foreach (var (entry, line) in queue.SelectMany(entry => entry.Lines.Select(line => (entry, line))))
        {
            var check = checks[entry.Sheet - 1];
            var posting = new InvoicePosting(Id, Session.BatchNumber, check.N, check.RefNo, state.Remittance.Batch.Date, line.Line, line.Post, line.Adjustments, line.IsDenied, "biller", At);
            invoices[entry.Invoice] = invoices[entry.Invoice] with { Postings = [.. invoices[entry.Invoice].Postings, posting] };
        }

        Session = Session with { Status = RemittanceStatus.Posted, PostedBy = "biller", PostedAt = At };
        return this;
    }

    public RemittanceReport Report() => ReportBuilder.Build("Wasatch Home Care", State, invoices, ClientNames, Items);

    private static Money Sum<T>(IEnumerable<T> items, Func<T, Money> amount) => items.Aggregate(Money.Zero, (sum, item) => sum + amount(item));
}
