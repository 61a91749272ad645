using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Serverless.Durable.Embedded;

/// <summary>Takes instances through their turns: run the code over what came, commit all of it, then release what follows.</summary>
internal sealed class TurnRunner(EngineParts parts, Numbers numbers)
{
    private readonly ILogger logger = parts.Logger;
    private readonly EmbeddedEngineOptions options = parts.Options;
    private int active;

    public Numbers Numbers => numbers;

    /// <summary>Turns that run or wait for their commit.</summary>
    public int Active => Volatile.Read(ref active);

    private InstanceDirectory Directory => parts.Directory;

    /// <summary>Puts an instance to work on the thread pool. The caller has marked it busy.</summary>
    public void Run(LiveInstance instance)
    {
        Interlocked.Increment(ref active);
        ThreadPool.UnsafeQueueUserWorkItem(static state => state.Runner.RunOnPool(state.Instance), (Runner: this, Instance: instance), preferLocal: false);
    }

    /// <summary>The turn is on disk: what follows from it may start. On the writer's thread.</summary>
    public void Committed(TurnCommit commit)
    {
        var (instance, execution, outcome) = (commit.Instance, commit.Execution, commit.Outcome);
        execution.Written(outcome);
        bool again;
        lock (Directory.Gate)
        {
            instance.Attempts = 0;
            instance.DiskRefusals = 0;
            again = commit.Ended is null && Directory.Rest(instance, Follow(commit));
            if (commit.Ended is not null)
            {
                Directory.Remove(instance);
            }
        }

        if (outcome.End is null)
        {
            parts.Activities.Start(instance.Id, execution.Record.Execution, outcome.Activities);
            if (outcome.ChangesTimers)
            {
                outcome.TimersCreated.ForEach(due => parts.Timers.Note(due.FireAt));
            }
        }

        foreach (var message in commit.Delivered)
        {
            Directory.Deliver(message);
        }

        Tell(commit);
        Telemetry.TurnCommitted(commit.StartedAt);
        if (again)
        {
            Run(instance);
        }

        Interlocked.Decrement(ref active);
    }

    /// <summary>The turn is not on disk, so it did not happen: the instance is read again from the disk.</summary>
    public void Failed(TurnCommit commit, Exception exception)
    {
        Log.CommitFailed(logger, exception, commit.Instance.Id);
        parts.Retries.Failed(commit.Instance, commit.Messages, exception);
        Interlocked.Decrement(ref active);
    }

    private void RunOnPool(LiveInstance instance)
    {
        Message[] batch = [];
        try
        {
            if (instance.Execution is not null || parts.Loader.TryLoad(instance))
            {
                while (true)
                {
                    batch = TakeBatch(instance);
                    if (batch.Length == 0 && !instance.Execution!.IsBroken)
                    {
                        if (!TryRest(instance))
                        {
                            continue;
                        }

                        break;
                    }

                    if (TakeTurn(instance, batch))
                    {
                        return;
                    }
                }
            }
        }
        catch (Exception exception)
        {
            // Not the orchestrator's failure (those are outcomes) but one of delivering to it.
            parts.Retries.Failed(instance, batch, exception);
        }

        Interlocked.Decrement(ref active);
    }

    /// <returns>Whether a commit is under way, which carries on from here.</returns>
    private bool TakeTurn(LiveInstance instance, Message[] batch)
    {
        var execution = instance.Execution!;
        TurnOutcome outcome;
        using (Telemetry.StartTurn(execution.Record.Name, instance.Id))
        {
            outcome = execution.RunTurn(batch, parts.Time.GetUtcNow().UtcDateTime);
        }

        if (outcome.IsEmpty)
        {
            return false;
        }

        var commit = new TurnCommit(this, instance, execution, outcome, parts.Time.GetUtcNow().UtcTicks) { Messages = batch, StartedAt = Stopwatch.GetTimestamp() };
        var queued = parts.Database.EnqueueAsync(commit);
        if (!queued.IsCompletedSuccessfully)
        {
            _ = AwaitQueuedAsync(commit, queued);
        }

        return true;
    }

    private async Task AwaitQueuedAsync(TurnCommit commit, ValueTask queued)
    {
        try
        {
            await queued;
        }
        catch (ObjectDisposedException exception)
        {
            Failed(commit, exception);
        }
    }

    private bool TryRest(LiveInstance instance)
    {
        lock (Directory.Gate)
        {
            // Only a scheduled start may leave messages: they wait for its time.
            var again = instance.Mailbox.Count > 0 && instance.Execution!.IsStarted || instance.Execution!.IsBroken || FindStart(instance) >= 0;
            return !Directory.Rest(instance, again);
        }
    }

    private Message[] TakeBatch(LiveInstance instance)
    {
        lock (Directory.Gate)
        {
            var mailbox = instance.Mailbox;
            if (!instance.Execution!.IsStarted && !MoveStartAhead(instance))
            {
                return [];
            }

            // After a failure messages go singly, so that the one that fails is known.
            var count = Math.Min(mailbox.Count, instance.Attempts > 0 ? 1 : options.TurnMessagesMax);
            var batch = mailbox.GetRange(0, count).ToArray();
            mailbox.RemoveRange(0, count);
            return batch;
        }
    }

    private static int FindStart(LiveInstance instance) => instance.Execution!.IsStarted ? -1 : instance.Mailbox.FindIndex(message =>
        message.Execution == instance.ExecutionNumber && (message.Type == HistoryEventType.ExecutionStarted || message.TaskId == TimerService.StartTaskId)
        || message.Type == HistoryEventType.ExecutionTerminated);

    private static bool MoveStartAhead(LiveInstance instance)
    {
        var index = FindStart(instance);
        if (index < 0)
        {
            return false;
        }

        var start = instance.Mailbox[index];
        instance.Mailbox.RemoveAt(index);
        instance.Mailbox.Insert(0, start.TaskId == TimerService.StartTaskId ? Loader.StartOf(instance.Execution!.Record) : start);
        return true;
    }

    /// <summary>Brings the instance in memory to where the disk is. Within the directory's lock.</summary>
    /// <returns>Whether it has more to do.</returns>
    private static bool Follow(TurnCommit commit)
    {
        var (instance, outcome) = (commit.Instance, commit.Outcome);
        if (commit.Next is { } next)
        {
            instance.Execution = null;
            instance.Fresh = next;
            instance.ExecutionNumber = next.Execution;
            instance.InFlight.Clear();
            instance.Mailbox.InsertRange(0, [
                Loader.StartOf(next),
                .. outcome.End!.Carried.Select(raised => new Message(next.Id, HistoryEventType.EventRaised) { InboxId = raised.InboxId, Name = raised.Name, Payload = raised.Payload }),
                .. commit.Messages.Skip(outcome.Taken)]);
            return true;
        }

        foreach (var scheduled in outcome.Activities)
        {
            instance.InFlight.Add((int)scheduled.Id);
        }

        return instance.Mailbox.Count > 0 || commit.Execution.IsBroken;
    }

    private void Tell(TurnCommit commit)
    {
        if (commit.Ended is { } ended)
        {
            if (ended.Failure is not null)
            {
                Log.OrchestrationFailed(logger, ended.Id, ended.Name, ended.Failure);
            }

            parts.Waiters.Signal(ended, isEnd: true);
        }
        else if (commit.Next is { } next)
        {
            parts.Waiters.Signal(next, isEnd: false);
        }
        else if (commit.Outcome.RowChanged)
        {
            parts.Waiters.Signal(commit.Execution.Record with { Status = commit.Outcome.Status, CustomStatus = commit.Outcome.CustomStatus, Updated = commit.Now }, isEnd: false);
        }
    }
}
