using Serverless.Storage;

namespace Serverless.Payments.ProviderPayments.Lists;

/// <summary>What the tabs of each service period show, as rows that every process reads and none has to look for (CARE-4).</summary>
public sealed class ProviderPaymentLists(ITableStore tables)
{
    /// <summary>Partitions that a period is spread over.</summary>
    public const int Shards = 16;

    /// <summary>Makes the lists show the given versions or later ones; when the call returns, every process that lists finds them. Repeating it changes nothing.</summary>
    public Task ShowAsync(IReadOnlyList<ListedPayment> items, CancellationToken cancellation)
        => throw new NotImplementedException($"{tables} {items.Count} {cancellation.IsCancellationRequested}");

    /// <summary>A page of what a shard of a period shows, in the order of its last change.</summary>
    /// <param name="period">The service period.</param>
    /// <param name="shard">0 to <see cref="Shards"/> - 1.</param>
    /// <param name="after">The position that the page before ended with; 0 for the first.</param>
    /// <param name="top">At most this many, 1 to 1000.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<ListedPage> ReadAsync(string period, int shard, long after, int top, CancellationToken cancellation)
        => throw new NotImplementedException($"{tables} {period} {shard} {after} {top} {cancellation.IsCancellationRequested}");
}

/// <param name="Next">The position to go on from; null where the shard ends.</param>
public sealed record ListedPage(IReadOnlyList<ListedPayment> Items, long? Next);
