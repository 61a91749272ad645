using Serverless.Payments.Billing;

namespace Serverless.Payments.Remittances.Posting;

/// <summary>What a posting does to one invoice, over all checks of the session.</summary>
/// <param name="Place">Where the invoice is.</param>
/// <param name="Versions">The versions of it that were seen when its rows were queued.</param>
/// <param name="Postings">In the order of the checks and lines.</param>
public sealed record InvoiceToPost(InvoicePlace Place, IReadOnlyList<int> Versions, IReadOnlyList<InvoicePosting> Postings)
{
    /// <summary>Every invoice of the queue, in the order in which they are claimed.</summary>
    public static IReadOnlyList<InvoiceToPost> Of(RemittanceState state)
    {
        var checks = state.Remittance.Checks.ToDictionary(check => check.Sheet);
        return
        [
            .. state.Queue
                .GroupBy(entry => new InvoicePlace(entry.Payer, entry.ClientId, entry.Invoice))
                .OrderBy(invoice => invoice.Key.Partition, StringComparer.Ordinal)
                .ThenBy(invoice => invoice.Key.Row, StringComparer.Ordinal)
                .Select(invoice => new InvoiceToPost(
                    invoice.Key,
                    [.. invoice.Select(entry => entry.InvoiceVersion).Distinct()],
                    [.. invoice.OrderBy(entry => checks[entry.Sheet].N).SelectMany(entry => entry.Lines.Select(line => PostingOf(state.Remittance, checks[entry.Sheet], line)))])),
        ];
    }

    /// <summary>Whether the invoice can be posted to so: it is as it was queued, and no line would come out below zero or above what was billed.</summary>
    public bool Fits(BillingInvoice standing)
    {
        if (Versions is not [var seen] || seen != standing.Version || standing.Postings.Count + Postings.Count > BillingInvoice.PostingsMax)
        {
            return false;
        }

        var after = InvoiceFigures.Of(standing with { Postings = [.. standing.Postings, .. Postings] });
        return Postings.All(posting => after.Find(posting.Line) is not null)
            && after.Lines.All(line => line.Balance >= Amounts.Money.Zero && line.Balance <= line.Line.Billed && line.Posts >= Amounts.Money.Zero);
    }

    private static InvoicePosting PostingOf(Remittance session, RemittanceCheck check, QueuedLine line) => new(
        session.Id,
        session.BatchNumber,
        check.N,
        check.RefNo,
        session.Batch.Date,
        line.Line,
        line.Post,
        line.Adjustments,
        line.IsDenied,
        session.AskedBy ?? throw new InvalidOperationException($"Nobody has asked for the posting of session {session.Id}."),
        session.AskedAt!.Value);
}
