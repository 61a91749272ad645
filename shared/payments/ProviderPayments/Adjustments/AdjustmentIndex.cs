using System.Runtime.CompilerServices;
using Serverless.Storage;

namespace Serverless.Payments.ProviderPayments.Adjustments;

/// <summary>Adjustments by status. A row is written before the record moves and the old one removed after, so readers check it against the record.</summary>
public sealed class AdjustmentIndex(ITableStore tables, AdjustmentRecords records)
{
    /// <summary>Lists an adjustment as it is about to stand; repeating it changes nothing.</summary>
    public Task AddAsync(Adjustment adjustment, CancellationToken cancellation)
        => tables.SubmitAsync(Tables.ProviderPaymentLists, Partition(adjustment.Status), [TableOperation.Upsert(adjustment.Id, string.Empty)], cancellation);

    /// <summary>Takes an adjustment out of the list of a status that it has left; no status is entered twice.</summary>
    public async Task RemoveAsync(Adjustment before, CancellationToken cancellation)
    {
        try
        {
            await tables.SubmitAsync(Tables.ProviderPaymentLists, Partition(before.Status), [TableOperation.Delete(before.Id)], cancellation);
        }
        catch (TableConflictException)
        {
            // A repeated act removes what its first run removed already.
        }
    }

    /// <summary>The adjustments in a status, by their ids.</summary>
    /// <param name="status">Which.</param>
    /// <param name="after">The id that the page before ended with; null for the first.</param>
    /// <param name="cancellation">Gives up.</param>
    public async IAsyncEnumerable<Adjustment> ReadAsync(AdjustmentStatus status, string? after = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        // No id continues another, so that a '!' behind it leads past it.
        var range = after is null ? RowRange.All : new RowRange(after + "!", null);
        await foreach (var row in tables.ScanAsync(Tables.ProviderPaymentLists, Partition(status), range, cancellation))
        {
            if (await records.FindAsync(row.RowKey, cancellation) is { } adjustment && adjustment.Status == status)
            {
                yield return adjustment;
            }
        }
    }

    private static string Partition(AdjustmentStatus status) => $"adjustments|{status}";
}
