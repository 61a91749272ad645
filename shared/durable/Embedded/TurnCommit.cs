using Serverless.Sqlite;

namespace Serverless.Durable.Embedded;

/// <summary>Writes all of a turn, or nothing of it.</summary>
internal sealed class TurnCommit(TurnRunner owner, LiveInstance instance, OrchestrationExecution execution, TurnOutcome outcome, long now) : WriteOperation
{
    private readonly List<Message> delivered = [];

    public LiveInstance Instance => instance;

    public OrchestrationExecution Execution => execution;

    public TurnOutcome Outcome => outcome;

    /// <summary>What to hand to other instances once this is on disk.</summary>
    public IReadOnlyList<Message> Delivered => delivered;

    /// <summary>After continue-as-new: the row of the execution that follows.</summary>
    public InstanceRecord? Next { get; private set; }

    /// <summary>After an end: the row as it stands.</summary>
    public InstanceRecord? Ended { get; private set; }

    public Message[] Messages { get; init; } = [];

    public long Now => now;

    /// <summary>For telemetry: when it was handed to the writer.</summary>
    public long StartedAt { get; init; }

    protected override void Execute(SqliteSession session)
    {
        var record = execution.Record;
        delivered.Clear();
        foreach (var inboxId in outcome.Consumed)
        {
            InstanceWriter.Consume(session, inboxId);
        }

        if (outcome.End?.Type == HistoryEventType.ContinuedAsNew)
        {
            // The history of the execution goes with it; what it sent still goes out.
            Send(session);
            ContinueAsNew(session);
            return;
        }

        foreach (var recorded in outcome.Recorded)
        {
            InstanceWriter.AddHistory(session, record.Execution, recorded);
        }

        WriteTimers(session);
        Send(session);
        WriteRow(session);
    }

    protected override void Committed() => owner.Committed(this);

    protected override void Failed(Exception exception) => owner.Failed(this, exception);

    private void WriteTimers(SqliteSession session)
    {
        if (!outcome.ChangesTimers)
        {
            return;
        }

        foreach (var taskId in outcome.TimersClosed)
        {
            InstanceWriter.RemoveTimer(session, execution.Record.Execution, taskId);
        }

        foreach (var due in outcome.TimersCreated)
        {
            InstanceWriter.AddTimer(session, execution.Record, due);
        }
    }

    private void WriteRow(SqliteSession session)
    {
        var record = execution.Record;
        if (outcome.End is { } end)
        {
            End(session, end);
        }
        else if (outcome.RowChanged)
        {
            var changed = session.Execute(
                "UPDATE durable_instances SET status = $2, open_work = $3, custom_status = $4, updated = $5 WHERE execution = $1 AND status < 3",
                record.Execution,
                (long)outcome.Status,
                outcome.OpenWork ? 1L : 0L,
                outcome.CustomStatus,
                now);
            RequireOne(changed);
        }
    }

    private void End(SqliteSession session, ExecutionEnd end)
    {
        var record = execution.Record;
        var failed = end.Type == HistoryEventType.ExecutionFailed;
        Ended = record with
        {
            Status = end.Status,
            OpenWork = false,
            Output = failed ? null : end.Payload,
            Failure = failed ? end.Payload : null,
            CustomStatus = outcome.CustomStatus,
            Updated = now,
        };
        RequireOne(session.Execute(
            "UPDATE durable_instances SET status = $2, open_work = 0, output = $3, failure = $4, custom_status = $5, updated = $6 WHERE execution = $1 AND status < 3",
            record.Execution,
            (long)Ended.Status,
            Ended.Output,
            Ended.Failure,
            Ended.CustomStatus,
            now));
        session.Execute("DELETE FROM durable_inbox WHERE instance = $1", record.Id);
        session.Execute("DELETE FROM durable_timers WHERE execution = $1", record.Execution);
        if (record.Parent is { } parent)
        {
            TellParent(session, parent, end);
        }
    }

    private void TellParent(SqliteSession session, ParentTask parent, ExecutionEnd end)
    {
        var completed = end.Type == HistoryEventType.ExecutionCompleted;
        var payload = end.Type == HistoryEventType.ExecutionTerminated
            ? DurableJson.Serialize(new TaskFailureDetails("Terminated", $"The sub-orchestration '{execution.Record.Id}' was terminated."))
            : end.Payload;
        var type = completed ? HistoryEventType.SubOrchestrationCompleted : HistoryEventType.SubOrchestrationFailed;
        Deliver(session, new Message(parent.InstanceId, type) { Execution = parent.Execution, TaskId = parent.TaskId, Payload = payload });
    }

    private void ContinueAsNew(SqliteSession session)
    {
        var record = execution.Record;
        InstanceWriter.RemoveExecution(session, record.Execution);
        Next = record with
        {
            Execution = owner.Numbers.NextExecution(),
            Status = OrchestrationRuntimeStatus.Running,
            OpenWork = true,
            StartAt = null,
            Input = outcome.End!.Payload,
            CustomStatus = outcome.CustomStatus,
            Updated = now,
        };
        RequireOne(session.Execute(
            "UPDATE durable_instances SET execution = $2, status = $3, open_work = 1, start_at = NULL, input = $4, custom_status = $5, updated = $6 WHERE execution = $1 AND status < 3",
            record.Execution,
            Next.Execution,
            (long)Next.Status,
            Next.Input,
            Next.CustomStatus,
            now));

        // Under their old numbers they stay ahead of what came after them.
        foreach (var raised in outcome.End.Carried)
        {
            InstanceWriter.Restore(session, record.Id, raised);
        }
    }

    private void Send(SqliteSession session)
    {
        if (!outcome.Sends)
        {
            return;
        }

        var record = execution.Record;
        foreach (var (raised, error) in outcome.Unreadable)
        {
            InstanceWriter.Park(session, new Message(record.Id, HistoryEventType.EventRaised) { Execution = record.Execution, Name = raised.Name, Payload = raised.Payload }, error, 1, now);
        }

        foreach (var sent in outcome.Sent)
        {
            if (sent.Type == HistoryEventType.EventSent)
            {
                Deliver(session, new Message(sent.Target!, HistoryEventType.EventRaised) { Name = sent.Name, Payload = sent.Payload });
                continue;
            }

            StartChild(session, sent, new ParentTask(record.Id, record.Execution, (int)sent.Id));
        }
    }

    private void StartChild(SqliteSession session, HistoryEvent sent, ParentTask parent)
    {
        var child = InstanceWriter.TryCreate(
            session,
            new InstanceRecord(sent.Target!, sent.Name!) { OpenWork = true, Created = now, Updated = now, Input = sent.Payload, Parent = parent },
            owner.Numbers);
        if (child is not null)
        {
            delivered.Add(new Message(child.Id, HistoryEventType.ExecutionStarted) { Execution = child.Execution, Name = child.Name, Payload = child.Input, Record = child });
            return;
        }

        var failure = TaskFailureDetails.FromException(new OrchestrationAlreadyExistsException(sent.Target!));
        Deliver(session, new Message(parent.InstanceId, HistoryEventType.SubOrchestrationFailed) { Execution = parent.Execution, TaskId = parent.TaskId, Payload = DurableJson.Serialize(failure) });
    }

    private void Deliver(SqliteSession session, Message message)
    {
        if (InstanceWriter.TrySend(session, message, owner.Numbers) is { } numbered)
        {
            delivered.Add(numbered);
        }
    }

    private void RequireOne(int rows)
    {
        if (rows != 1)
        {
            throw new InvalidOperationException($"Execution {execution.Record.Execution} of '{execution.Record.Id}' has no live row to update; its turn is refused.");
        }
    }
}
