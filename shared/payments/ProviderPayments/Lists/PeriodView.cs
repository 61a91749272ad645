using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Serverless.Payments.ProviderPayments.Lists;

/// <summary>
/// A service period in memory, for lists over all its payments. Whoever asks gets it as it stood after the question, by
/// whichever process it was changed: a refresh reads only what came since the one before. One is under way at a time, and all
/// who ask meanwhile share the next.
/// </summary>
internal sealed class PeriodView
{
    private readonly Lock gate = new();
    private readonly ShardView[] shards;
    private Task<PeriodSnapshot>? running;
    private Task<PeriodSnapshot>? next;

    public PeriodView(ProviderPaymentLists lists, string period)
    {
        var texts = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        shards = [.. Enumerable.Range(0, ProviderPaymentLists.Shards).Select(shard => new ShardView(lists, period, shard, texts))];
    }

    /// <summary>What the period shows now. Who gives up ends nothing that others wait for.</summary>
    public Task<PeriodSnapshot> ReadAsync(CancellationToken cancellation)
    {
        lock (gate)
        {
            // The one that is running may have read a shard before a change that the caller knows of.
            var before = running;
            next ??= Task.Run(() => RefreshAfterAsync(before), CancellationToken.None);
            return next.WaitAsync(cancellation);
        }
    }

    private async Task<PeriodSnapshot> RefreshAfterAsync(Task? before)
    {
        if (before is not null)
        {
            // Where it failed, those who waited for it know; what it left out is read now.
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        lock (gate)
        {
            (running, next) = (next, null);
        }

        await Parallel.ForEachAsync(shards, new ParallelOptions { MaxDegreeOfParallelism = shards.Length }, async (shard, stop) => await shard.RefreshAsync(stop));
        return new([.. shards.Select(shard => shard.Items)]);
    }
}

/// <summary>What a period showed at one moment, each payment and each exported adjustment once.</summary>
internal sealed record PeriodSnapshot(ImmutableArray<ImmutableArray<ListedPayment>> Shards)
{
    public bool IsEmpty => Shards.All(shard => shard.IsEmpty);
}
