using Serverless.Sqlite;

namespace Serverless.Durable.Embedded;

/// <summary>Parks an activity that could not be started.</summary>
/// <remarks>The dispatcher gives it up in the order of the commits, so that a requeue that follows at once finds it given up.</remarks>
internal sealed class ParkActivityOperation(EngineParts parts, ActivityJob job, Exception exception) : WriteOperation
{
    private readonly TaskCompletionSource settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Settled => settled.Task;

    protected override void Execute(SqliteSession session)
    {
        // The instance may have ended while the delivery was tried; then nobody waits for it any more.
        if (session.Scalar("SELECT 1 FROM durable_instances WHERE execution = $1 AND status < 3", job.Execution) is not null)
        {
            var message = new Message(job.InstanceId, HistoryEventType.TaskScheduled) { Execution = job.Execution, TaskId = job.TaskId, Name = job.Name, Payload = job.Input };
            InstanceWriter.Park(session, message, exception.Message, job.Attempts, parts.Time.GetUtcNow().UtcTicks);
        }
    }

    protected override void Committed()
    {
        parts.Directory.DeliverResult(job, null);
        settled.SetResult();
    }

    protected override void Failed(Exception exception) => settled.SetException(exception);
}
