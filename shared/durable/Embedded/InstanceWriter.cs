using Serverless.Sqlite;

namespace Serverless.Durable.Embedded;

/// <summary>The statements that change the engine's tables; all run on the writer's thread.</summary>
internal static class InstanceWriter
{
    private const long True = 1;

    /// <summary>Inserts a new instance, in place of one of the same id that has ended.</summary>
    /// <returns>Null where an instance of that id is live.</returns>
    public static InstanceRecord? TryCreate(SqliteSession session, InstanceRecord record, Numbers numbers)
    {
        var created = record with { Execution = numbers.NextExecution() };
        if (!TryInsert(session, created))
        {
            if (FindEnded(session, record.Id) is not { } ended)
            {
                return null;
            }

            Remove(session, record.Id, ended);
            if (!TryInsert(session, created))
            {
                throw new InvalidOperationException($"The ended instance '{record.Id}' was removed, and its id is taken still.");
            }
        }

        if (created.StartAt is { } startAt)
        {
            AddTimer(session, created, new TimerDue(TimerService.StartTaskId, new DateTime(startAt, DateTimeKind.Utc)));
        }

        return created;
    }

    private static bool TryInsert(SqliteSession session, InstanceRecord created)
        => session.Execute(
            """
            INSERT INTO durable_instances(execution, id, name, status, open_work, created, updated, start_at, parent_id, parent_execution, parent_task, input)
            VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT(id) DO NOTHING
            """,
            created.Execution,
            created.Id,
            created.Name,
            (long)created.Status,
            created.OpenWork ? True : 0L,
            created.Created,
            created.Updated,
            created.StartAt,
            created.Parent?.InstanceId,
            created.Parent?.Execution,
            created.Parent is { } parent ? (long)parent.TaskId : null,
            created.Input) == 1;

    private static long? FindEnded(SqliteSession session, string id)
        => session.Scalar("SELECT execution FROM durable_instances WHERE id = $1 AND status >= 3", id) as long?;

    /// <summary>Removes an instance and all that belongs to it.</summary>
    public static void Remove(SqliteSession session, string id, long execution)
    {
        RemoveExecution(session, execution);
        session.Execute("DELETE FROM durable_inbox WHERE instance = $1", id);
        
        // Of every execution, because a requeued event goes to whoever has the id.
        session.Execute("DELETE FROM durable_parked WHERE instance = $1", id);
        session.Execute("DELETE FROM durable_instances WHERE execution = $1", execution);
    }

    /// <summary>Removes history and timers of an execution.</summary>
    public static void RemoveExecution(SqliteSession session, long execution)
    {
        session.Execute("DELETE FROM durable_history WHERE execution = $1", execution);
        session.Execute("DELETE FROM durable_timers WHERE execution = $1", execution);
    }

    /// <summary>Puts a message in the inbox of a live instance.</summary>
    /// <returns>The message with its number, or null where it has no receiver.</returns>
    public static Message? TrySend(SqliteSession session, Message message, Numbers numbers)
    {
        var id = numbers.NextMessage();
        var inserted = session.Execute(
            """
            INSERT INTO durable_inbox(id, instance, execution, type, task, name, payload)
            SELECT $1, $2, $3, $4, $5, $6, $7 FROM durable_instances
            WHERE id = $2 AND status < 3 AND ($3 = 0 OR execution = $3)
            """,
            id,
            message.InstanceId,
            message.Execution,
            (long)message.Type,
            (long)message.TaskId,
            message.Name,
            message.Payload);
        return inserted == 1 ? message.WithInboxId(id) : null;
    }

    /// <summary>Puts a message in the inbox under a number it had before.</summary>
    public static void Restore(SqliteSession session, string instanceId, RaisedEvent raised)
        => session.Execute(
            "INSERT INTO durable_inbox(id, instance, execution, type, task, name, payload) VALUES($1, $2, 0, $3, 0, $4, $5)",
            raised.InboxId,
            instanceId,
            (long)HistoryEventType.EventRaised,
            raised.Name,
            raised.Payload);

    public static void Consume(SqliteSession session, long inboxId)
        => session.Execute("DELETE FROM durable_inbox WHERE id = $1", inboxId);

    public static void AddHistory(SqliteSession session, long execution, HistoryEvent recorded)
        => session.Execute(
            "INSERT INTO durable_history(execution, seq, type, task, name, target, time, payload) VALUES($1, $2, $3, $4, $5, $6, $7, $8)",
            execution,
            (long)recorded.Sequence,
            (long)recorded.Type,
            recorded.Id,
            recorded.Name,
            recorded.Target,
            recorded.Timestamp.Ticks,
            recorded.Payload);

    public static void AddTimer(SqliteSession session, InstanceRecord record, TimerDue due)
        => session.Execute(
            "INSERT INTO durable_timers(execution, task, fire_at, instance) VALUES($1, $2, $3, $4)",
            record.Execution,
            (long)due.TaskId,
            due.FireAt.Ticks,
            record.Id);

    public static void RemoveTimer(SqliteSession session, long execution, int taskId)
        => session.Execute("DELETE FROM durable_timers WHERE execution = $1 AND task = $2", execution, (long)taskId);

    public static void Park(SqliteSession session, Message message, string error, int attempts, long now)
        => session.Execute(
            "INSERT INTO durable_parked(instance, execution, type, task, name, payload, error, attempts, parked_at) VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            message.InstanceId,
            message.Execution,
            (long)message.Type,
            (long)message.TaskId,
            message.Name,
            message.Payload,
            error,
            (long)attempts,
            now);
}
