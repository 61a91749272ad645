using Serverless.Durable;

namespace Serverless.Payments.InvoiceReviews;

/// <summary>The activities of <see cref="InvoiceReview"/>; each may run again and then changes nothing.</summary>
public sealed class InvoiceReviewActivities(InvoiceReviewRecords records, InvoiceReviewMover mover, InvoiceReviewStart start, ReviewNotices notices)
{
    public async Task<ReviewStage> ReadAsync(ActivityContext context, string invoiceId)
        => ReviewStage.Of(await FindAsync(invoiceId, context.CancellationToken));

    /// <summary>Settles a decision. The corrected invoice is under way before the one that it supersedes is done.</summary>
    public async Task<ReviewStage> DecideAsync(ActivityContext context, DecideReview input)
    {
        var invoice = await mover.DecideAsync(input.InvoiceId, input.DecisionId, context.CancellationToken);
        if (invoice.SupersededBy is { } corrected)
        {
            await start.StartAsync(corrected, context.CancellationToken);
        }

        return ReviewStage.Of(invoice);
    }

    public async Task<bool> TellAsync(ActivityContext context, TellReview input)
    {
        var invoice = await FindAsync(input.InvoiceId, context.CancellationToken);

        // What has moved on is told of by its own news.
        return invoice.Version == input.Version && await notices.TellAsync(invoice, input.Reminder, context.CancellationToken);
    }

    private async Task<ReviewedInvoice> FindAsync(string invoiceId, CancellationToken cancellation)
        => await records.FindAsync(invoiceId, cancellation) ?? throw new InvalidOperationException($"There is no invoice {invoiceId} to review.");
}
