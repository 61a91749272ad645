using Microsoft.Extensions.Logging;

namespace Serverless.Payments.InvoiceReviews;

/// <summary>Makes sure that every invoice that waits has a running orchestration, and raises stored decisions that are not settled. An invoice is listed before it stands, so that none is missing.</summary>
public sealed class InvoiceReviewRepair(InvoiceReviewRecords records, InvoiceReviewLists lists, InvoiceReviewStart start, ILogger<InvoiceReviewRepair> logger)
{
    /// <summary>Repeating it does no harm: what runs is left alone, and a decision has one effect.</summary>
    /// <returns>How many had no running orchestration.</returns>
    public async Task<int> ResumeAsync(CancellationToken cancellation = default)
    {
        var started = 0;
        foreach (var partition in ReviewStatuses.All.Where(status => !status.IsFinal()).Select(InvoiceReviewKeys.StatusPartition))
        {
            await foreach (var (_, invoice) in lists.ReadAsync(partition, cancellation: cancellation))
            {
                if (invoice is not null)
                {
                    started += await ResumeAsync(invoice, cancellation) ? 1 : 0;
                }
            }
        }

        return started;
    }

    private async Task<bool> ResumeAsync(ReviewedInvoice invoice, CancellationToken cancellation)
    {
        var isLost = await start.StartIfLostAsync(invoice.Id, cancellation);
        if (isLost)
        {
            Log.MassInvoiceRestarted(logger, invoice.Id, invoice.Status);
        }

        foreach (var decision in await records.PendingDecisionsAsync(invoice, cancellation))
        {
            await start.RaiseAsync(decision, cancellation);
        }

        return isLost;
    }
}
