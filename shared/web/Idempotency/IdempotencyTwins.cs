using System.Collections.Concurrent;

namespace Serverless.Web.Idempotency;

/// <summary>Lets one request at a time through per key within this process. The requests under way bound how many there are.</summary>
public sealed class IdempotencyTwins
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> atWork = new(StringComparer.Ordinal);

    /// <summary>Waits for the twin at work, if there is one.</summary>
    /// <returns>Null where it is still at work after the wait.</returns>
    public async Task<IDisposable?> EnterAsync(string hash, TimeSpan wait, TimeProvider time, CancellationToken cancellation)
    {
        var turn = new Turn(this, hash);
        var until = time.GetUtcNow() + wait;
        while (true)
        {
            var ahead = atWork.GetOrAdd(hash, turn.Ended);
            if (ahead == turn.Ended)
            {
                return turn;
            }

            var left = until - time.GetUtcNow();
            if (left <= TimeSpan.Zero)
            {
                return null;
            }

            try
            {
                await ahead.Task.WaitAsync(left, time, cancellation);
            }
            catch (TimeoutException)
            {
                return null;
            }
        }
    }

    private sealed class Turn(IdempotencyTwins twins, string hash) : IDisposable
    {
        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Dispose()
        {
            if (twins.atWork.TryRemove(new KeyValuePair<string, TaskCompletionSource>(hash, Ended)))
            {
                Ended.SetResult();
            }
        }
    }
}
