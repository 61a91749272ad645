using Serverless.Payments.Amounts;
using Serverless.Payments.Billing;

namespace Serverless.Payments.Remittances;

/// <summary>An invoice as a session finds it and as it leaves it, whether it was posted already or not.</summary>
/// <param name="Before">Without what the session does.</param>
/// <param name="After">With everything that its queue holds for the invoice, over all checks.</param>
public sealed record QueueBooks(InvoiceFigures Before, InvoiceFigures After)
{
    /// <param name="state">The session.</param>
    /// <param name="invoice">As it stands.</param>
    public static QueueBooks Of(RemittanceState state, BillingInvoice invoice)
    {
        var session = state.Remittance;
        var before = invoice with { Postings = [.. invoice.Postings.TakeWhile(posting => posting.RemittanceId != session.Id)] };
        var checks = session.Checks.ToDictionary(check => check.Sheet);
        var queued = state.EntriesOf(invoice.Number)
            .OrderBy(entry => checks[entry.Sheet].N)
            .SelectMany(entry => entry.Lines.Select(line => new InvoicePosting(
                session.Id, session.BatchNumber, checks[entry.Sheet].N, checks[entry.Sheet].RefNo, session.Batch.Date, line.Line, line.Post, line.Adjustments, line.IsDenied, session.Owner, session.CreatedAt)));
        return new QueueBooks(InvoiceFigures.Of(before), InvoiceFigures.Of(before with { Postings = [.. before.Postings, .. queued] }));
    }
}

/// <summary>A row of the queue as people read it (SAN-4): an invoice, or a line of it, under one check.</summary>
/// <param name="Line">Null for the invoice as a whole.</param>
/// <param name="Balance">What is left of it after everything in the queue.</param>
/// <param name="Type">The adjustment's type; null where there is none, or several.</param>
/// <param name="HasMoved">Another batch has posted to the invoice since the row was queued; it must be entered again.</param>
public sealed record QueuedRow(
    RemittanceCheck Check, BillingInvoice Invoice, int? Line, Money Billed, Money Balance, Money Post, Money Adjustment, string? Type, IReadOnlyList<QueuedLine> Lines, InvoiceStatus Status, bool IsDenied, bool HasMoved)
{
    /// <summary>Every row, by check, and then as they are ordered in the queue.</summary>
    /// <param name="state">The session.</param>
    /// <param name="invoices">Those of the queue, by number, as they stand.</param>
    public static IReadOnlyList<QueuedRow> Of(RemittanceState state, IReadOnlyDictionary<string, BillingInvoice> invoices)
    {
        var checks = state.Remittance.Checks.ToDictionary(check => check.Sheet);
        return
        [
            .. state.Queue
                .OrderBy(entry => checks[entry.Sheet].N)
                .ThenBy(entry => entry.Invoice, StringComparer.Ordinal)
                .SelectMany(entry => Rows(state.Remittance, checks[entry.Sheet], entry, invoices[entry.Invoice], QueueBooks.Of(state, invoices[entry.Invoice]))),
        ];
    }

    private static IEnumerable<QueuedRow> Rows(Remittance session, RemittanceCheck check, QueueEntry entry, BillingInvoice invoice, QueueBooks books)
    {
        // While it is being posted, and after it was, what moves the invoices is the session itself.
        var hasMoved = session.Status is RemittanceStatus.Open or RemittanceStatus.Saved && entry.InvoiceVersion != invoice.Version;
        return entry.IsWhole
            ? [Row(null, entry.Lines, books.After.Billed, books.After.Balance, books.After.Status)]
            : entry.Lines.Select(line => books.After.Find(line.Line)!).Select(line => Row(line.Line.Line, [entry.Lines.First(queued => queued.Line == line.Line.Line)], line.Line.Billed, line.Balance, line.Status));

        QueuedRow Row(int? line, IReadOnlyList<QueuedLine> lines, Money billed, Money balance, InvoiceStatus status)
        {
            string[] types = [.. lines.SelectMany(queued => queued.Adjustments).Select(adjustment => adjustment.Type).Distinct()];
            return new QueuedRow(
                check,
                invoice,
                line,
                billed,
                balance,
                lines.Aggregate(Money.Zero, (sum, queued) => sum + queued.Post),
                lines.Aggregate(Money.Zero, (sum, queued) => sum + queued.Adjustment),
                types is [var type] ? type : null,
                lines,
                status,
                lines.All(queued => queued.IsDenied),
                hasMoved);
        }
    }
}
