using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Serverless.Sqlite;

namespace Serverless.Durable.Embedded;

/// <summary>Brings instances from disk into memory: replays the history, gathers what waits, starts activities that are open.</summary>
internal sealed class Loader(EngineParts parts)
{
    private readonly ILogger logger = parts.Logger;

    public static Message StartOf(InstanceRecord record)
        => new(record.Id, HistoryEventType.ExecutionStarted) { Execution = record.Execution, Name = record.Name, Payload = record.Input };

    /// <summary>Loads a busy instance.</summary>
    /// <returns>False where there is no live instance of that id, or nothing for it to do; it has left the directory then.</returns>
    public bool TryLoad(LiveInstance instance)
    {
        InstanceRecord? fresh;
        lock (parts.Directory.Gate)
        {
            fresh = instance.Fresh;
            instance.Fresh = null;
        }

        if (fresh is not null)
        {
            instance.Execution = Create(instance, fresh);
            return true;
        }

        while (true)
        {
            int posts;
            lock (parts.Directory.Gate)
            {
                posts = instance.Posts;
            }

            var dueBy = parts.Timers.DeliveredUpTo;
            var snapshot = parts.Database.Read(session => Read(session, instance.Id, dueBy));
            if (snapshot is not null)
            {
                return TryLoad(instance, snapshot);
            }

            lock (parts.Directory.Gate)
            {
                // What was posted after the snapshot may be the start of a new instance of that id.
                if (instance.Posts == posts)
                {
                    parts.Directory.Remove(instance);
                    return false;
                }
            }
        }
    }

    private bool TryLoad(LiveInstance instance, Snapshot snapshot)
    {
        lock (parts.Directory.Gate)
        {
            if (instance.ExecutionNumber != snapshot.Record.Execution)
            {
                instance.InFlight.Clear();
                instance.ExecutionNumber = snapshot.Record.Execution;
            }

            Merge(instance, snapshot);
            if (instance.Mailbox.Count == 0 && !snapshot.Record.OpenWork)
            {
                // It waits for something that is still to come, and need not wait in memory.
                parts.Directory.Remove(instance);
                return false;
            }
        }

        if (!parts.Registry.Orchestrators.ContainsKey(snapshot.Record.Name) && TryPutTerminationFirst(instance))
        {
            // Code that is gone cannot be replayed, and a termination needs none.
            instance.Execution = Create(instance, snapshot.Record, static _ => new TaskCompletionSource<object?>().Task);
            instance.Execution.StandAfter(snapshot.History);
            return true;
        }

        var execution = Create(instance, snapshot.Record);
        execution.Replay(snapshot.History);
        Log.Replayed(logger, instance.Id, snapshot.History.Count);

        // A broken replay did not come to the results of what it asked for, and the instance fails in any case.
        var open = execution.IsBroken ? [] : execution.OpenActivities.Where(scheduled => !snapshot.Parked.Contains((int)scheduled.Id)).ToList();
        lock (parts.Directory.Gate)
        {
            var answered = instance.Mailbox
                .Where(message => message.Execution == instance.ExecutionNumber && message.Type is HistoryEventType.TaskCompleted or HistoryEventType.TaskFailed)
                .Select(message => message.TaskId)
                .ToHashSet();
            open.RemoveAll(scheduled => answered.Contains((int)scheduled.Id) || !instance.InFlight.Add((int)scheduled.Id));
            instance.Execution = execution;
        }

        parts.Activities.Start(instance.Id, snapshot.Record.Execution, open);
        return true;
    }

    /// <summary>The inbox on disk comes first; of the mailbox stays what the disk does not have, or did not have yet.</summary>
    private static void Merge(LiveInstance instance, Snapshot snapshot)
    {
        var starts = snapshot.History.Count == 0 && snapshot.Record.OpenWork;
        var inboxMax = snapshot.Inbox.Count == 0 ? 0 : snapshot.Inbox[^1].InboxId;
        var kept = instance.Mailbox
            .Where(message => message.InboxId == 0 ? !(starts && message.Type == HistoryEventType.ExecutionStarted) : message.InboxId > inboxMax)
            .ToList();
        var execution = snapshot.Record.Execution;
        instance.Mailbox.Clear();
        if (starts)
        {
            instance.Mailbox.Add(StartOf(snapshot.Record));
        }

        instance.Mailbox.AddRange(snapshot.Inbox);
        instance.Mailbox.AddRange(snapshot.DueTimers.Select(taskId => new Message(instance.Id, HistoryEventType.TimerFired) { Execution = execution, TaskId = taskId }));
        instance.Mailbox.AddRange(kept);
        instance.InboxSeen = Math.Max(inboxMax, instance.InboxSeen);
    }

    private bool TryPutTerminationFirst(LiveInstance instance)
    {
        lock (parts.Directory.Gate)
        {
            var index = instance.Mailbox.FindIndex(message => message.Type == HistoryEventType.ExecutionTerminated);
            if (index < 0)
            {
                return false;
            }

            var termination = instance.Mailbox[index];
            instance.Mailbox.RemoveAt(index);
            instance.Mailbox.Insert(0, termination);
            return true;
        }
    }

    private OrchestrationExecution Create(LiveInstance instance, InstanceRecord record)
    {
        if (!parts.Registry.Orchestrators.TryGetValue(record.Name, out var runner))
        {
            throw new UndeliverableMessageException($"No orchestrator '{record.Name}' is registered.");
        }

        return Create(instance, record, runner);
    }

    private OrchestrationExecution Create(LiveInstance instance, InstanceRecord record, TaskRegistry.OrchestratorRunner runner)
    {
        OrchestrationExecution? execution = null;
        execution = new OrchestrationExecution(record, runner, parts.Loggers, parts.Options.HistoryEventsMax, () => parts.Directory.Nudge(instance.Id, execution!));
        return execution;
    }

    private static Snapshot? Read(SqliteSession session, string instanceId, long dueBy)
    {
        // One transaction, so that the row, its history and its inbox are of the same commit.
        session.Execute("BEGIN");
        try
        {
            var snapshot = InstanceReader.Find(session, instanceId) is { IsLive: true } record
                ? new Snapshot(
                    record,
                    InstanceReader.History(session, record.Execution),
                    InstanceReader.Inbox(session, instanceId),
                    InstanceReader.DueTimers(session, record.Execution, dueBy),
                    record.OpenWork ? InstanceReader.ParkedTasks(session, record.Execution) : [])
                : null;
            session.Execute("COMMIT");
            return snapshot;
        }
        catch
        {
            EndBroken(session);
            throw;
        }
    }

    private static void EndBroken(SqliteSession session)
    {
        try
        {
            session.Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // After some I/O errors SQLite has ended the transaction itself; the caller's exception is what counts.
        }
    }

    private sealed record Snapshot(InstanceRecord Record, List<HistoryEvent> History, List<Message> Inbox, List<int> DueTimers, HashSet<int> Parked);
}
