using Serverless.Sqlite;

namespace Serverless.Durable.Embedded;

/// <summary>Starts an instance.</summary>
internal sealed class ScheduleOperation(EngineParts parts, InstanceRecord record) : WriteOperation
{
    private readonly TaskCompletionSource settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private InstanceRecord? created;

    public Task Settled => settled.Task;

    protected override void Execute(SqliteSession session)
        => created = InstanceWriter.TryCreate(session, record, parts.Runner.Numbers);

    protected override void Committed()
    {
        if (created is null)
        {
            settled.SetException(new OrchestrationAlreadyExistsException(record.Id));
            return;
        }

        if (created.StartAt is { } startAt)
        {
            parts.Timers.Note(new DateTime(startAt, DateTimeKind.Utc));
        }
        else
        {
            parts.Directory.Deliver(new Message(created.Id, HistoryEventType.ExecutionStarted) { Execution = created.Execution, Name = created.Name, Payload = created.Input, Record = created });
        }

        settled.SetResult();
    }

    protected override void Failed(Exception exception) => settled.SetException(exception);
}

/// <summary>Sends a message to an instance, if it is live.</summary>
internal sealed class SendOperation(EngineParts parts, Message message) : WriteOperation
{
    private readonly TaskCompletionSource settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Message? sent;

    public Task Settled => settled.Task;

    protected override void Execute(SqliteSession session)
        => sent = InstanceWriter.TrySend(session, message, parts.Runner.Numbers);

    protected override void Committed()
    {
        if (sent is not null)
        {
            parts.Directory.Deliver(sent);
        }

        settled.SetResult();
    }

    protected override void Failed(Exception exception) => settled.SetException(exception);
}

/// <summary>Gives a parked message back to its instance.</summary>
internal sealed class RequeueOperation(EngineParts parts, long parkedId) : WriteOperation
{
    private readonly TaskCompletionSource<bool> settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Message? sent;
    private Message? reopened;

    public Task<bool> Settled => settled.Task;

    protected override void Execute(SqliteSession session)
    {
        sent = reopened = null;
        if (Take(session) is not { } message)
        {
            return;
        }

        if (message.Type is HistoryEventType.ExecutionStarted or HistoryEventType.TaskScheduled)
        {
            var live = session.Execute("UPDATE durable_instances SET open_work = 1 WHERE execution = $1 AND status < 3", message.Execution);
            reopened = live == 1 ? message : null;
        }
        else
        {
            sent = InstanceWriter.TrySend(session, message, parts.Runner.Numbers);
        }
    }

    protected override void Committed()
    {
        if (sent is not null)
        {
            parts.Directory.Deliver(sent);
        }
        else if (reopened is not null)
        {
            Reopen(reopened);
        }

        settled.SetResult(sent is not null || reopened is not null);
    }

    protected override void Failed(Exception exception) => settled.SetException(exception);

    private void Reopen(Message message)
    {
        if (parts.Directory.Reopen(message))
        {
            parts.Activities.Enqueue(new ActivityJob(message.InstanceId, message.Execution, new HistoryEvent(0, message.Type, default) { Id = message.TaskId, Name = message.Name, Payload = message.Payload }));
        }
    }

    private Message? Take(SqliteSession session)
    {
        Message message;
        using (var reader = session.Query("SELECT instance, execution, type, task, name, payload FROM durable_parked WHERE id = $1", parkedId))
        {
            if (!reader.Read())
            {
                return null;
            }

            var type = (HistoryEventType)reader.GetInt32(2);
            var ofAnyExecution = type is HistoryEventType.EventRaised or HistoryEventType.ExecutionSuspended or HistoryEventType.ExecutionResumed or HistoryEventType.ExecutionTerminated;
            message = new Message(reader.GetString(0), type)
            {
                Execution = ofAnyExecution ? 0 : reader.GetInt64(1),
                TaskId = reader.GetInt32(3),
                Name = InstanceReader.Text(reader, 4),
                Payload = InstanceReader.Text(reader, 5),
            };
        }

        session.Execute("DELETE FROM durable_parked WHERE id = $1", parkedId);
        return message;
    }
}
