using System.Collections.Concurrent;
using Serverless.Payments.Directory;

namespace Serverless.Payments.ProviderPayments.Lists;

/// <summary>
/// Which children of a period have somebody as their support coordinator. To look up a hundred thousand children for every list
/// would take seconds, so whose they are is remembered for a while, and those who seem to be the caller's are looked up each time.
/// So a child that is taken away from a coordinator is gone at once; one that is handed over is there within <see cref="KnownFor"/>.
/// </summary>
internal sealed class CoordinatedChildren(AgencyDirectory directory, TimeProvider time)
{
    /// <summary>How long it is remembered whose a child is.</summary>
    public static readonly TimeSpan KnownFor = TimeSpan.FromMinutes(1);

    /// <summary>Children looked up at one time for one caller.</summary>
    private const int LookUpsAtOnce = 16;

    private Memory memory = new(DateTimeOffset.MinValue);

    public async Task<IReadOnlyCollection<string>> OfAsync(string user, PeriodSnapshot snapshot, CancellationToken cancellation)
    {
        var known = Current();
        var children = new HashSet<string>(StringComparer.Ordinal);
        foreach (var shard in snapshot.Shards)
        {
            foreach (var item in shard)
            {
                if (!known.Coordinators.TryGetValue(item.ClientId, out var coordinator) || coordinator == user)
                {
                    children.Add(item.ClientId);
                }
            }
        }

        var own = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(children, new ParallelOptions { MaxDegreeOfParallelism = LookUpsAtOnce, CancellationToken = cancellation }, async (clientId, stop) =>
        {
            // A child that is not in the directory yet is not remembered, because it may be there the next time.
            if (await directory.FindClientAsync(clientId, stop) is { } client)
            {
                known.Coordinators[clientId] = client.Coordinator;
                if (client.Coordinator == user)
                {
                    own.Add(clientId);
                }
            }
        });
        return own;
    }

    private Memory Current()
    {
        var current = Volatile.Read(ref memory);
        if (time.GetUtcNow() - current.Since < KnownFor)
        {
            return current;
        }

        // Where two begin anew at one moment, one of them remembers for nobody else.
        current = new(time.GetUtcNow());
        Volatile.Write(ref memory, current);
        return current;
    }

    private sealed record Memory(DateTimeOffset Since)
    {
        public ConcurrentDictionary<string, string> Coordinators { get; } = new(StringComparer.Ordinal);
    }
}
