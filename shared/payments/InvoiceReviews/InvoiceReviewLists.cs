using System.Runtime.CompilerServices;
using Serverless.Storage;

namespace Serverless.Payments.InvoiceReviews;

/// <summary>
/// The lists that cut across providers: all, by status, and each provider's own. A row is written before its invoice stands
/// or moves and the old one removed after, so a row may be ahead of or behind its record: it is checked when it is read.
/// </summary>
public sealed class InvoiceReviewLists(ITableStore tables, InvoiceReviewRecords records)
{
    /// <summary>Lists an invoice as it is about to stand; repeating it changes nothing.</summary>
    public Task AddAsync(ReviewedInvoice invoice, CancellationToken cancellation)
    {
        string[] partitions = [InvoiceReviewKeys.AllPartition, InvoiceReviewKeys.ProviderListPartition(invoice.ProviderId), InvoiceReviewKeys.StatusPartition(invoice.Status)];
        return Task.WhenAll(partitions.Select(partition => tables.SubmitAsync(Tables.InvoiceReviews, partition, [TableOperation.Upsert(InvoiceReviewKeys.Listed(invoice), string.Empty)], cancellation)));
    }

    /// <summary>Takes the invoice out of the lists of those that wait, but for the one that it is in. It is safe at any time, because no status is entered twice.</summary>
    public async Task LeaveAsync(ReviewedInvoice invoice, CancellationToken cancellation)
    {
        foreach (var left in ReviewStatuses.All.Where(status => !status.IsFinal() && status < invoice.Status))
        {
            try
            {
                await tables.SubmitAsync(Tables.InvoiceReviews, InvoiceReviewKeys.StatusPartition(left), [TableOperation.Delete(InvoiceReviewKeys.Listed(invoice))], cancellation);
            }
            catch (TableConflictException)
            {
                // A repeated activity removes what its first run removed already.
            }
        }
    }

    /// <summary>The invoices of a list in the order of receipt; null beside a key where the row is ahead of or behind its record.</summary>
    /// <param name="partition">Which list.</param>
    /// <param name="after">What the page before ended with; null for the first.</param>
    /// <param name="cancellation">Gives up.</param>
    public async IAsyncEnumerable<(string Key, ReviewedInvoice? Invoice)> ReadAsync(string partition, string? after = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        // No key continues another, so that a '!' behind it leads past it.
        var range = after is null ? RowRange.All : new RowRange(after + "!", null);
        await foreach (var row in tables.ScanAsync(Tables.InvoiceReviews, partition, range, cancellation))
        {
            var invoice = await records.FindAsync(InvoiceReviewKeys.IdOfListed(row.RowKey), cancellation);
            yield return (row.RowKey, invoice is not null && IsCurrent(partition, row.RowKey, invoice) ? invoice : null);
        }
    }

    private static bool IsCurrent(string partition, string row, ReviewedInvoice invoice)
        => row == InvoiceReviewKeys.Listed(invoice)
        && (partition[0] != 's' || partition == InvoiceReviewKeys.StatusPartition(invoice.Status));
}
