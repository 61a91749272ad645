namespace Serverless.Payments.Approvals;

/// <summary>
/// Wakes whoever in this process waits for something to happen to a payment. A signal saves waiting and carries no
/// truth: the waiter reads the record, and looks by itself now and then.
/// </summary>
public sealed class Settlements(TimeProvider time)
{
    /// <summary>When a waiter first looks without a signal, for what another process settles; each further time takes twice as long.</summary>
    private static readonly TimeSpan LookFirst = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LookLongest = TimeSpan.FromSeconds(1);
    private readonly Lock gate = new();
    private readonly Dictionary<string, List<TaskCompletionSource>> waiting = new(StringComparer.Ordinal);

    /// <summary>Something happened to the payment: it was made, it moved, or a decision on it was refused.</summary>
    public void Signal(string paymentId)
    {
        List<TaskCompletionSource>? woken;
        lock (gate)
        {
            waiting.Remove(paymentId, out woken);
        }

        foreach (var waiter in woken ?? [])
        {
            waiter.TrySetResult();
        }
    }

    /// <summary>Looks until there is something to see or the time is up.</summary>
    /// <param name="paymentId">The payment that <see cref="Signal"/> will name.</param>
    /// <param name="look">Reads the record; null where it is not settled.</param>
    /// <param name="limit">How long to wait at most.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<T?> WaitAsync<T>(string paymentId, Func<Task<T?>> look, TimeSpan limit, CancellationToken cancellation)
        where T : class
    {
        var until = time.GetUtcNow() + limit;
        var lookAgain = LookFirst;
        while (true)
        {
            // Registered before it looks, so that what happens after the look wakes it.
            var waiter = Register(paymentId);
            try
            {
                if (await look() is { } seen)
                {
                    return seen;
                }

                if (time.GetUtcNow() >= until)
                {
                    return null;
                }

                await PauseAsync(waiter.Task, lookAgain, cancellation);
                lookAgain = lookAgain * 2 < LookLongest ? lookAgain * 2 : LookLongest;
            }
            finally
            {
                Unregister(paymentId, waiter);
            }
        }
    }

    private async Task PauseAsync(Task signal, TimeSpan longest, CancellationToken cancellation)
    {
        try
        {
            await signal.WaitAsync(longest, time, cancellation);
        }
        catch (TimeoutException)
        {
            // Nobody signalled; the record is looked at all the same.
        }
    }

    private TaskCompletionSource Register(string paymentId)
    {
        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (!waiting.TryGetValue(paymentId, out var waiters))
            {
                waiting.Add(paymentId, waiters = []);
            }

            waiters.Add(waiter);
        }

        return waiter;
    }

    private void Unregister(string paymentId, TaskCompletionSource waiter)
    {
        lock (gate)
        {
            if (waiting.TryGetValue(paymentId, out var waiters) && waiters.Remove(waiter) && waiters.Count == 0)
            {
                waiting.Remove(paymentId);
            }
        }
    }
}
