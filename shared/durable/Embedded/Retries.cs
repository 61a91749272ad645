using Microsoft.Data.Sqlite;
using Serverless.Sqlite;

namespace Serverless.Durable.Embedded;

/// <summary>
/// What happens when a delivery fails. The instance leaves memory and is read from disk again after a wait. A disk that
/// refuses is nobody's fault, so it is tried without end; a message that fails is parked after its last attempt.
/// </summary>
internal sealed class Retries(EngineParts parts)
{
    private readonly EmbeddedEngineOptions options = parts.Options;

    /// <summary>A load, a turn or a commit failed. The instance stays busy until it is tried again.</summary>
    public void Failed(LiveInstance instance, IReadOnlyList<Message> batch, Exception exception)
    {
        if (exception is ObjectDisposedException)
        {
            // The database is closed under the engine; what is not on disk did not happen.
            return;
        }

        var disk = IsOfTheDisk(exception);
        int attempts;
        Message? poison = null;
        lock (parts.Directory.Gate)
        {
            PutBack(instance, batch);
            attempts = disk ? ++instance.DiskRefusals : ++instance.Attempts;
            if (!disk && attempts >= options.DeliveryAttemptsMax && batch.Count <= 1)
            {
                poison = batch.Count > 0 ? batch[0] : instance.Mailbox.FirstOrDefault();
            }
        }

        Log.DeliveryFailed(parts.Logger, exception, instance.Id, batch.Count > 0 ? batch[0].Name : null, attempts);
        if (poison is not null)
        {
            _ = ParkAsync(instance, poison, exception, attempts);
        }
        else
        {
            _ = RunLaterAsync(instance, Backoff.After(attempts, options));
        }
    }

    /// <summary>Parks an activity that could not be started.</summary>
    public void Park(ActivityJob job, Exception exception)
        => _ = ParkAsync(job, exception);

    private static void PutBack(LiveInstance instance, IReadOnlyList<Message> batch)
    {
        instance.Execution = null;
        instance.Fresh = null;

        // Results of activities are nowhere else; the rest is read again from the disk.
        instance.Mailbox.InsertRange(0, batch.Where(message => message.InboxId == 0 && message.Type != HistoryEventType.ExecutionStarted));
    }

    private static bool IsOfTheDisk(Exception exception)
        => exception is IOException or SqliteException { SqliteErrorCode: 5 or 6 or 7 or 8 or 10 or 13 or 14 };

    private async Task RunLaterAsync(LiveInstance instance, TimeSpan wait)
    {
        await Task.Delay(wait, parts.Time, parts.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!parts.Stopping.IsCancellationRequested)
        {
            parts.Runner.Run(instance);
        }
    }

    private async Task ParkAsync(LiveInstance instance, Message poison, Exception exception, int attempts)
    {
        try
        {
            await parts.Database.WriteAsync(session => ParkMessage(session, instance, poison, exception, attempts));
            NoteParked(instance.Id, poison.Name, exception, attempts);
            lock (parts.Directory.Gate)
            {
                instance.Mailbox.RemoveAll(message => message == poison || (message.Type == poison.Type && poison.Type == HistoryEventType.ExecutionStarted));
                instance.Attempts = 0;
            }

            parts.Runner.Run(instance);
        }
        catch (ObjectDisposedException)
        {
            // Stopped meanwhile: it is tried anew after the restart.
        }
        catch (Exception refused)
        {
            Log.CommitFailed(parts.Logger, refused, instance.Id);
            await RunLaterAsync(instance, options.DeliveryRetryLongest);
        }
    }

    private bool ParkMessage(SqliteSession session, LiveInstance instance, Message poison, Exception exception, int attempts)
    {
        var execution = poison.Execution != 0 ? poison.Execution : instance.ExecutionNumber;
        var parked = new Message(poison.InstanceId, poison.Type) { Execution = execution, TaskId = poison.TaskId, Name = poison.Name, Payload = poison.Payload };
        InstanceWriter.Park(session, parked, exception.Message, attempts, parts.Time.GetUtcNow().UtcTicks);
        if (poison.InboxId != 0)
        {
            InstanceWriter.Consume(session, poison.InboxId);
        }
        else if (poison.Type == HistoryEventType.ExecutionStarted)
        {
            session.Execute("UPDATE durable_instances SET open_work = 0 WHERE execution = $1", execution);
        }
        else if (poison.Type == HistoryEventType.TimerFired)
        {
            InstanceWriter.RemoveTimer(session, execution, poison.TaskId);
        }

        return true;
    }

    private async Task ParkAsync(ActivityJob job, Exception exception)
    {
        while (!parts.Stopping.IsCancellationRequested)
        {
            try
            {
                var operation = new ParkActivityOperation(parts, job, exception);
                await parts.Database.EnqueueAsync(operation);
                await operation.Settled;
                NoteParked(job.InstanceId, job.Name, exception, job.Attempts);
                return;
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (Exception refused)
            {
                Log.CommitFailed(parts.Logger, refused, job.InstanceId);
                await Task.Delay(options.DeliveryRetryLongest, parts.Time, parts.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void NoteParked(string instanceId, string? name, Exception exception, int attempts)
    {
        Log.Parked(parts.Logger, instanceId, name, attempts, exception.Message);
        Telemetry.MessageParked();
    }
}
