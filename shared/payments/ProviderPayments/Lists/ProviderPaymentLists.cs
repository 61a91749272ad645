using Serverless.Payments.Directory;
using Serverless.Storage;

namespace Serverless.Payments.ProviderPayments.Lists;

/// <summary>
/// What the tabs of each service period show, as rows that every process reads and none has to look for (CARE-4). A shard
/// has one row for each payment, in the order of its last change: numbers are given by transactions that are conditional on
/// the shard's head, so none appears behind one that was read before.
/// </summary>
public sealed class ProviderPaymentLists(ITableStore tables) : IDisposable
{
    /// <summary>Partitions that a period is spread over; stored rows depend on it, so that it never changes.</summary>
    public const int Shards = 16;

    /// <summary>Attempts at a transaction that other processes keep getting ahead of; then whoever shows it tries again later.</summary>
    private const int AttemptsMax = 50;

    /// <summary>Takes shards for clients: one transaction at a time for each within this process, which spares attempts.</summary>
    private readonly ClientGate turns = new();

    /// <summary>Makes the lists show the given versions or later ones; when the call returns, every process that lists finds them. Repeating it changes nothing.</summary>
    /// <exception cref="TableConflictException">Other processes kept getting ahead; some of the items may be shown. Repeat it.</exception>
    public Task ShowAsync(IReadOnlyList<ListedPayment> items, CancellationToken cancellation)
    {
        var partitions = items.GroupBy(item => ListedRowKeys.Partition(item.Period, ListedRowKeys.ShardOf(item.Id)), StringComparer.Ordinal);
        return Parallel.ForEachAsync(
            partitions,
            new ParallelOptions { MaxDegreeOfParallelism = Shards, CancellationToken = cancellation },
            async (partition, stop) => await ShowAsync(partition.Key, [.. Latest(partition)], stop));
    }

    /// <summary>A page of what a shard of a period shows, in the order of its last change.</summary>
    /// <param name="period">The service period.</param>
    /// <param name="shard">0 to <see cref="Shards"/> - 1.</param>
    /// <param name="after">The position that the page before ended with; 0 for the first.</param>
    /// <param name="top">At most this many, 1 to 1000.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<ListedPage> ReadAsync(string period, int shard, long after, int top, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(shard);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(shard, Shards);
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        var page = await tables.QueryAsync(Tables.ProviderPaymentLists, ListedRowKeys.Partition(period, shard), ListedRowKeys.ShownAfter(after), top, null, cancellation);
        var last = page.Rows.Count == 0 ? after : ListedRowKeys.SequenceOf(page.Rows[^1].RowKey);
        return new([.. page.Rows.Select(Rows.Read<ListedPayment>)], page.Continuation is null ? null : last) { Last = last };
    }

    public void Dispose() => turns.Dispose();

    /// <summary>Each once, in its latest version.</summary>
    private static IEnumerable<ListedPayment> Latest(IEnumerable<ListedPayment> items)
        => items.GroupBy(item => item.Id, StringComparer.Ordinal).Select(versions => versions.MaxBy(item => item.Version)!);

    private async Task ShowAsync(string partition, ListedPayment[] items, CancellationToken cancellation)
    {
        for (var shown = 0; shown < items.Length;)
        {
            // Others take their turns between two transactions, so that one payment need not wait for a whole period.
            using var turn = await turns.EnterAsync(partition, cancellation);
            var taken = await ShowSomeAsync(partition, new(items, shown, Math.Min(items.Length - shown, ShardTransaction.ItemsMax)), cancellation);
            shown += taken > 0 ? taken : throw new InvalidOperationException($"Not one of the items left for '{partition}' was taken.");
        }
    }

    /// <returns>How many, from the first on, are shown now.</returns>
    private async Task<int> ShowSomeAsync(string partition, ArraySegment<ListedPayment> items, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            // The head first: where a place changes after it was read, the head has changed, too.
            var head = await tables.GetAsync(Tables.ProviderPaymentLists, partition, ListedRowKeys.Head, cancellation);
            var places = await Task.WhenAll(items.Select(async item => (item, await tables.GetAsync(Tables.ProviderPaymentLists, partition, ListedRowKeys.Place(item.Id), cancellation))));
            try
            {
                var transaction = ShardTransaction.Of(head, places)
                    ?? throw new TableConflictException(Tables.ProviderPaymentLists, partition, ListedRowKeys.Head, TableConflict.Changed);
                if (transaction.Operations.Count > 0)
                {
                    await tables.SubmitAsync(Tables.ProviderPaymentLists, partition, transaction.Operations, cancellation);
                }

                return transaction.Taken;
            }
            catch (TableConflictException) when (attempt < AttemptsMax)
            {
                // Another process came first; head and places are read again.
            }
        }
    }
}

/// <param name="Next">The position to go on from; null where the shard ends.</param>
public sealed record ListedPage(IReadOnlyList<ListedPayment> Items, long? Next)
{
    /// <summary>The position that the page ends with, also where the shard ends; whatever changes later stands behind it.</summary>
    public long Last { get; init; }
}
