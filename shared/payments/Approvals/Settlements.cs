using System.Collections.Concurrent;

namespace Serverless.Payments.Approvals;

/// <summary>
/// Wakes whoever in this process waits for a submission or decision to be settled. A signal saves waiting and
/// carries no truth: the waiter reads the record, and looks by itself now and then.
/// </summary>
public sealed class Settlements(TimeProvider time)
{
    /// <summary>How often a waiter looks without a signal, for what another process settles.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> waiting = new(StringComparer.Ordinal);

    /// <summary>What is waited for under this key has happened.</summary>
    public void Signal(string key)
    {
        if (waiting.TryGetValue(key, out var signal))
        {
            signal.TrySetResult();
        }
    }

    /// <summary>Looks until there is something to see or the time is up.</summary>
    /// <param name="key">What <see cref="Signal"/> will name.</param>
    /// <param name="look">Reads the record; null where it is not settled.</param>
    /// <param name="limit">How long to wait at most.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<T?> WaitAsync<T>(string key, Func<Task<T?>> look, TimeSpan limit, CancellationToken cancellation)
        where T : class
    {
        var signal = waiting.GetOrAdd(key, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            var until = time.GetUtcNow() + limit;
            while (true)
            {
                if (await look() is { } seen)
                {
                    return seen;
                }

                if (time.GetUtcNow() >= until)
                {
                    return null;
                }

                if (signal.Task.IsCompleted)
                {
                    // Signalled before the record could be seen: another waiter of the same key took part, or a repeat is on its way.
                    signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    waiting[key] = signal;
                }

                await LookAgainAsync(signal.Task, cancellation);
            }
        }
        finally
        {
            waiting.TryRemove(new KeyValuePair<string, TaskCompletionSource>(key, signal));
        }
    }

    private async Task LookAgainAsync(Task signal, CancellationToken cancellation)
    {
        try
        {
            await signal.WaitAsync(LookEvery, time, cancellation);
        }
        catch (TimeoutException)
        {
            // Nobody signalled; the record is looked at all the same.
        }
    }
}
