using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Serverless.Durable.Embedded;

/// <summary>Runs activities on the thread pool, a bounded number at a time, in the order they were asked for.</summary>
internal sealed class ActivityDispatcher(TaskRegistry registry, TimeProvider time, EmbeddedEngineOptions options, ILogger logger) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Queue<ActivityJob> queue = new();
    private readonly CancellationTokenSource cancelled = new();
    private readonly TaskCompletionSource drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int running;
    private bool stopping;

    /// <summary>Takes the result of a job; null where none will come.</summary>
    public required Action<ActivityJob, Message?> Deliver { get; init; }

    /// <summary>Takes a job that could not be delivered after its last attempt.</summary>
    public required Action<ActivityJob, Exception> Park { get; init; }

    /// <summary>Told when the queue has room again.</summary>
    public required Action RoomFreed { get; init; }

    public int Queued => queue.Count;

    public int Running => Volatile.Read(ref running);

    public bool IsFull => queue.Count > options.ActivityQueueMax;

    public void Start(string instanceId, long execution, IReadOnlyList<HistoryEvent> scheduled)
    {
        foreach (var item in scheduled)
        {
            Enqueue(new ActivityJob(instanceId, execution, item));
        }
    }

    public void Enqueue(ActivityJob job)
    {
        lock (gate)
        {
            // After the stop nothing starts; what is asked for is in the history and starts with the next run.
            if (stopping)
            {
                return;
            }

            queue.Enqueue(job);
            if (running >= options.ActivitiesMax)
            {
                return;
            }

            running++;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static self => _ = self.WorkAsync(), this, preferLocal: false);
    }

    /// <summary>Starts nothing any more; completes when nothing runs.</summary>
    public Task StopAsync()
    {
        lock (gate)
        {
            stopping = true;
            queue.Clear();
            if (running == 0)
            {
                drained.TrySetResult();
            }
        }

        return drained.Task;
    }

    public void Cancel() => cancelled.Cancel();

    public void Dispose() => cancelled.Dispose();

    private async Task WorkAsync()
    {
        while (TryTake(out var job))
        {
            await RunAsync(job!);
        }
    }

    private bool TryTake(out ActivityJob? job)
    {
        bool freed;
        lock (gate)
        {
            if (!queue.TryDequeue(out job))
            {
                running--;
                if (stopping && running == 0)
                {
                    drained.TrySetResult();
                }

                return false;
            }

            freed = queue.Count == options.ActivityQueueMax;
        }

        if (freed)
        {
            RoomFreed();
        }

        return true;
    }

    private async Task RunAsync(ActivityJob job)
    {
        using var span = Telemetry.StartActivity(job);
        Message? result;
        try
        {
            if (!registry.Activities.TryGetValue(job.Name, out var run))
            {
                throw new UndeliverableMessageException($"No activity '{job.Name}' is registered.");
            }

            result = job.Result(HistoryEventType.TaskCompleted, await run(new ActivityContext(job.Name, job.InstanceId, cancelled.Token), job.Input));
        }
        catch (UndeliverableMessageException exception)
        {
            span?.SetStatus(ActivityStatusCode.Error, exception.Message);
            RetryOrPark(job, exception);
            return;
        }
        catch (Exception) when (cancelled.IsCancellationRequested)
        {
            // Broken off by the stop, whatever it makes of that: it has no result, and runs again after the restart.
            result = null;
        }
        catch (Exception exception)
        {
            // Whatever an activity throws is its result.
            span?.SetStatus(ActivityStatusCode.Error, exception.Message);
            Log.ActivityFailed(logger, exception, job.Name, job.InstanceId, job.TaskId);
            result = job.Result(HistoryEventType.TaskFailed, DurableJson.Serialize(TaskFailureDetails.FromException(exception)));
        }

        Telemetry.ActivityRan();
        Deliver(job, result);
    }

    private void RetryOrPark(ActivityJob job, UndeliverableMessageException exception)
    {
        job.Attempts++;
        Log.DeliveryFailed(logger, exception, job.InstanceId, job.Name, job.Attempts);
        if (job.Attempts >= options.DeliveryAttemptsMax)
        {
            Park(job, exception);
            return;
        }

        _ = RetryLaterAsync(job);
    }

    private async Task RetryLaterAsync(ActivityJob job)
    {
        await Task.Delay(Backoff.After(job.Attempts, options), time, cancelled.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Enqueue(job);
    }
}
