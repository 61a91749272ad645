using Microsoft.AspNetCore.Http;
using Serverless.Payments;
using Serverless.Payments.Amounts;
using Serverless.Payments.Codes;
using Serverless.Payments.Identity;
using Serverless.Payments.Remittances;
using Serverless.Web.Billing.Pages;
using Serverless.Web.Identity;
using Serverless.Web.Pages.Forms;

namespace Serverless.Web.Remittances.Pages;

/// <summary>Reads what the window shows.</summary>
internal static class WindowReader
{
    /// <summary>Invoices in one page of records.</summary>
    private const int InvoicesMax = 25;

    /// <summary>Visits in one page of records: an invoice may have 200, and each has fields.</summary>
    private const int LinesMax = 300;

    /// <summary>Rows of the queue on the page; the report has all.</summary>
    private const int QueueRowsMax = 200;

    /// <param name="context">The request.</param>
    /// <param name="application">The application.</param>
    /// <param name="state">The session.</param>
    /// <param name="typed">What was just sent and refused.</param>
    public static async Task<RemittanceWindowModel> ReadAsync(HttpContext context, PaymentsApplication application, RemittanceState state, WindowTyped typed)
    {
        var (session, caller, stop) = (state.Remittance, context.Caller(), context.RequestAborted);
        var access = new WindowAccess(
            caller.Is(Role.Biller) && session.Owner == caller.User,
            caller.Is(Role.Biller) && session.Owner == RemittanceCommands.Inbox);
        var batch = await BatchForm.OfAsync(application.Values, typed.Batch, session.Batch, session.Checks.Count > 0, stop);
        var checkTypes = (await application.Values.ListOfferedAsync(ValueTables.BatchTypes, session.Batch.Type, stop)).Where(type => type.ApplyAs.Contains(session.Batch.ApplyAs) && type.IsTakeback == session.Batch.IsTakeback);
        var adjustments = await application.Values.ListAsync(ValueTables.AdjustmentTypes, cancellation: stop);
        var payments = await application.Values.ListAsync(ValueTables.PaymentCodes, cancellation: stop);
        return new RemittanceWindowModel(
            state,
            access,
            batch,
            typed.Check,
            [.. checkTypes.Select(Of)],
            [.. adjustments.Concat(payments).Select(Of)],
            application.Calendar.Today,
            await RecordsAsync(application, state, typed.Filter, stop),
            await QueueAsync(application, state, stop),
            typed.Row,
            typed.Refused);
    }

    private static async Task<RecordPage> RecordsAsync(PaymentsApplication application, RemittanceState state, InvoiceFilter asked, CancellationToken cancellation)
    {
        IReadOnlyList<string> payers = [.. (await application.Billing.Payers.ListAsync(cancellation)).Select(payer => payer.Name)];
        var filter = asked.Value("payer").Length > 0 ? asked
            : state.Queue.Count > 0 ? asked.With("payer", state.Queue[^1].Payer)
            : payers is [var only] ? asked.With("payer", only)
            : asked;
        if (!filter.IsFine || filter.Value("payer").Length == 0 || state.Remittance.Status != RemittanceStatus.Open)
        {
            return new RecordPage(filter, payers, [], null);
        }

        var page = await application.Remittances.Queries.RecordsAsync(state, filter.Billing, filter.After, InvoicesMax, cancellation);
        var lines = 0;
        var shown = page.Items.TakeWhile((invoice, place) => (lines += invoice.Lines.Count) <= LinesMax || place == 0).ToList();
        var names = await ClientNames.FindAsync(application.Directory, shown.Select(invoice => invoice.ClientId), cancellation);
        return new RecordPage(
            filter,
            payers,
            [.. shown.Select(invoice => InvoiceRecord.Of(state, invoice, names.GetValueOrDefault(invoice.ClientId, invoice.ClientId)))],
            shown.Count < page.Items.Count ? $"{shown[^1].ClientId}|{shown[^1].Number}" : page.Next);
    }

    /// <summary>The first rows of the queue. What stands in them needs all entries of their invoices, and of no others.</summary>
    private static async Task<QueuePage> QueueAsync(PaymentsApplication application, RemittanceState state, CancellationToken cancellation)
    {
        var checks = state.Remittance.Checks.ToDictionary(check => check.Sheet, check => check.N);
        var first = state.Queue.OrderBy(entry => checks[entry.Sheet]).ThenBy(entry => entry.Invoice, StringComparer.Ordinal).Take(QueueRowsMax).Select(entry => entry.Invoice).ToHashSet(StringComparer.Ordinal);
        var near = new RemittanceState(state.Remittance, [.. state.Queue.Where(entry => first.Contains(entry.Invoice))]);
        var invoices = await application.Remittances.Queries.InvoicesAsync(near, cancellation);
        return new QueuePage(
            [.. QueuedRow.Of(near, invoices).Take(QueueRowsMax)],
            RemittanceBody.RowsOf(state),
            state.Queue.Aggregate(Money.Zero, (sum, entry) => sum + entry.Post),
            state.Queue.Aggregate(Money.Zero, (sum, entry) => sum + entry.Adjustment),
            await ClientNames.FindAsync(application.Directory, near.Queue.Select(entry => entry.ClientId), cancellation));
    }

    private static Choice Of(ValueItem item) => new(item.Code, $"{item.Code} – {item.Name}{BatchForm.Since(item)}");
}

/// <summary>What was just sent and refused, and which records are looked at.</summary>
public sealed record WindowTyped(InvoiceFilter Filter)
{
    public TypedForm Batch { get; init; } = new();

    public TypedForm Check { get; init; } = new();

    public TypedRow? Row { get; init; }

    /// <summary>Why, where that is no fault of a field.</summary>
    public string? Refused { get; init; }
}
