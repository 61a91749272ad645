using Microsoft.Data.Sqlite;
using Serverless.Sqlite;

namespace Serverless.Durable.Embedded;

/// <summary>The statements that read the engine's tables.</summary>
internal static class InstanceReader
{
    private const string Columns = "execution, id, name, status, open_work, created, updated, start_at, parent_id, parent_execution, parent_task, failure, input, output, custom_status";

    public static InstanceRecord? Find(SqliteSession session, string instanceId)
    {
        using var reader = session.Query(
            $"SELECT {Columns}, (SELECT time FROM durable_history h WHERE h.execution = i.execution ORDER BY seq DESC LIMIT 1) FROM durable_instances i WHERE id = $1",
            instanceId);
        return reader.Read() ? ReadRecord(reader) : null;
    }

    /// <summary>One page of instances in the order of their ids.</summary>
    public static List<InstanceRecord> List(SqliteSession session, OrchestrationQuery query, string afterId, int rowsMax)
    {
        var statuses = query.Statuses is { Count: > 0 } asked ? asked.Aggregate(0L, (bits, status) => bits | 1L << (int)status) : -1L;
        var prefix = query.InstanceIdPrefix ?? string.Empty;
        using var reader = session.Query(
            $"""
            SELECT {Columns}, (SELECT time FROM durable_history h WHERE h.execution = i.execution ORDER BY seq DESC LIMIT 1) FROM durable_instances i
            WHERE id > $1 AND id >= $2 AND id < $7 AND substr(id, 1, length($2)) = $2 AND (1 << status) & $3 <> 0 AND created >= $4 AND created < $5
            ORDER BY id LIMIT $6
            """,
            afterId,
            prefix,
            statuses,
            query.CreatedFrom?.UtcTicks ?? 0L,
            query.CreatedTo?.UtcTicks ?? long.MaxValue,
            (long)rowsMax,
            prefix + "\U0010FFFF");
        var records = new List<InstanceRecord>();
        while (reader.Read())
        {
            records.Add(ReadRecord(reader));
        }

        return records;
    }

    public static List<HistoryEvent> History(SqliteSession session, long execution)
    {
        using var reader = session.Query("SELECT seq, type, task, name, target, time, payload FROM durable_history WHERE execution = $1 ORDER BY seq", execution);
        var events = new List<HistoryEvent>();
        while (reader.Read())
        {
            events.Add(new HistoryEvent(reader.GetInt32(0), (HistoryEventType)reader.GetInt32(1), new DateTime(reader.GetInt64(5), DateTimeKind.Utc))
            {
                Id = reader.GetInt64(2),
                Name = Text(reader, 3),
                Target = Text(reader, 4),
                Payload = Text(reader, 6),
            });
        }

        return events;
    }

    public static List<Message> Inbox(SqliteSession session, string instanceId)
    {
        using var reader = session.Query("SELECT id, execution, type, task, name, payload FROM durable_inbox WHERE instance = $1 ORDER BY id", instanceId);
        var messages = new List<Message>();
        while (reader.Read())
        {
            messages.Add(new Message(instanceId, (HistoryEventType)reader.GetInt32(2))
            {
                InboxId = reader.GetInt64(0),
                Execution = reader.GetInt64(1),
                TaskId = reader.GetInt32(3),
                Name = Text(reader, 4),
                Payload = Text(reader, 5),
            });
        }

        return messages;
    }

    /// <summary>Timers of an execution that were due at a time.</summary>
    public static List<int> DueTimers(SqliteSession session, long execution, long dueBy)
    {
        using var reader = session.Query("SELECT task FROM durable_timers WHERE execution = $1 AND fire_at <= $2 ORDER BY fire_at, task", execution, dueBy);
        var tasks = new List<int>();
        while (reader.Read())
        {
            tasks.Add(reader.GetInt32(0));
        }

        return tasks;
    }

    /// <summary>Activities of an execution that were parked, or whose result was; of other messages the task says nothing.</summary>
    public static HashSet<int> ParkedTasks(SqliteSession session, long execution)
    {
        using var reader = session.Query(
            "SELECT task FROM durable_parked WHERE execution = $1 AND type IN ($2, $3, $4)",
            execution,
            (long)HistoryEventType.TaskScheduled,
            (long)HistoryEventType.TaskCompleted,
            (long)HistoryEventType.TaskFailed);
        var tasks = new HashSet<int>();
        while (reader.Read())
        {
            tasks.Add(reader.GetInt32(0));
        }

        return tasks;
    }

    public static List<ParkedMessage> Parked(SqliteSession session, int rowsMax)
    {
        using var reader = session.Query("SELECT id, instance, type, name, task, payload, error, attempts, parked_at FROM durable_parked ORDER BY id LIMIT $1", (long)rowsMax);
        var parked = new List<ParkedMessage>();
        while (reader.Read())
        {
            parked.Add(new ParkedMessage(
                reader.GetInt64(0),
                reader.GetString(1),
                (HistoryEventType)reader.GetInt32(2),
                Text(reader, 3),
                reader.GetInt32(4),
                Text(reader, 5),
                reader.GetString(6),
                reader.GetInt32(7),
                new DateTimeOffset(reader.GetInt64(8), TimeSpan.Zero)));
        }

        return parked;
    }

    public static string? Text(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static InstanceRecord ReadRecord(SqliteDataReader reader) => new(reader.GetString(1), reader.GetString(2))
    {
        Execution = reader.GetInt64(0),
        Status = (OrchestrationRuntimeStatus)reader.GetInt32(3),
        OpenWork = reader.GetInt64(4) != 0,
        Created = reader.GetInt64(5),
        Updated = Math.Max(reader.GetInt64(6), reader.IsDBNull(15) ? 0 : reader.GetInt64(15)),
        StartAt = reader.IsDBNull(7) ? null : reader.GetInt64(7),
        Parent = reader.IsDBNull(8) ? null : new ParentTask(reader.GetString(8), reader.GetInt64(9), reader.GetInt32(10)),
        Failure = Text(reader, 11),
        Input = Text(reader, 12),
        Output = Text(reader, 13),
        CustomStatus = Text(reader, 14),
    };
}
