using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Serverless.Durable.Embedded;

/// <summary>
/// One execution of an orchestrator in memory: the running code, what it waits for, and the check of a replay against
/// what was recorded. Used by one turn at a time.
/// </summary>
internal sealed class OrchestrationExecution
{
    private readonly InstanceRecord record;
    private readonly TaskRegistry.OrchestratorRunner runner;
    private readonly EmbeddedContext context;
    private readonly TurnThread thread;
    private readonly ExternalEvents events = new();
    private readonly Dictionary<int, OpenTask> open = [];
    private readonly Queue<HistoryEvent> whileSuspended = new();
    private readonly ReplayCursor replay = new();
    private readonly int historyEventsMax;

    private TurnOutcome outcome = new();
    private IReadOnlyList<Message> turnMessages = [];
    private Task<object?>? run;
    private ExecutionEnd? end;
    private int nextSequence;
    private int nextTaskId;
    private int openActivities;
    private bool suspended;
    private bool suspensionRecorded;
    private volatile bool strayed;
    private OrchestrationRuntimeStatus writtenStatus;
    private bool writtenOpenWork;
    private string? writtenCustomStatus;
    private (bool Set, object? Value) customStatus;
    private (string? Input, bool Called) continueAsNew;

    /// <param name="record">The instance's row.</param>
    /// <param name="runner">Its code.</param>
    /// <param name="loggers">For the orchestrator's replay-safe loggers.</param>
    /// <param name="historyEventsMax">Rows that this execution may record.</param>
    /// <param name="strayed">Called, on any thread, when the code awaited something foreign.</param>
    public OrchestrationExecution(InstanceRecord record, TaskRegistry.OrchestratorRunner runner, ILoggerFactory loggers, int historyEventsMax, Action strayed)
    {
        this.record = record;
        this.runner = runner;
        this.historyEventsMax = historyEventsMax;
        context = new EmbeddedContext(this, record, loggers);
        thread = new TurnThread(() =>
        {
            this.strayed = true;
            strayed();
        });
        writtenStatus = record.Status;
        writtenOpenWork = record.OpenWork;
        writtenCustomStatus = record.CustomStatus;
    }

    public InstanceRecord Record => record;

    public bool IsStarted => run is not null;

    /// <summary>Whether a turn is due though no message came: the replay or a foreign await broke it.</summary>
    public bool IsBroken => replay.Broken is not null || strayed;

    public bool IsReplaying => replay.IsActive;

    public DateTime CurrentUtcDateTime { get; private set; }

    /// <summary>Activities that were asked for and have no result in the history.</summary>
    public IEnumerable<HistoryEvent> OpenActivities => open.Values
        .Where(task => task.Asked.Type == HistoryEventType.TaskScheduled && !task.HasResult)
        .Select(task => task.Asked);

    /// <summary>Runs the code over what was recorded. What differs is kept and fails the instance in its next turn.</summary>
    public void Replay(IReadOnlyList<HistoryEvent> recorded)
    {
        nextSequence = recorded.Count == 0 ? 0 : recorded[^1].Sequence + 1;
        replay.Begin(record.Id, recorded);
        thread.Run(static self => ((OrchestrationExecution)self!).ReplayAll(), this);
        replay.End();

        // What the code set while it was replayed is what an earlier turn has written.
        customStatus = (false, null);
        outcome = new TurnOutcome();
    }

    /// <exception cref="NonDeterministicOrchestrationException">The replay differed from what was recorded.</exception>
    public void ThrowIfBroken()
    {
        if (replay.Broken is { } broken)
        {
            throw broken;
        }
    }

    /// <summary>Hands messages to the code, one after the other, and collects what follows from them.</summary>
    /// <exception cref="UndeliverableMessageException">A message cannot be read; this execution must not be used any further.</exception>
    public TurnOutcome RunTurn(IReadOnlyList<Message> messages, DateTime now)
    {
        outcome = new TurnOutcome();
        turnMessages = messages;
        CurrentUtcDateTime = now;
        if (IsBroken)
        {
            EndWithBreak();
        }
        else
        {
            thread.Run(static self => ((OrchestrationExecution)self!).TakeMessages(), this);
        }

        turnMessages = [];
        Conclude();
        return outcome;
    }

    /// <summary>The row is on disk as this outcome says.</summary>
    public void Written(TurnOutcome written)
    {
        writtenStatus = written.Status;
        writtenOpenWork = written.OpenWork;
        writtenCustomStatus = written.CustomStatus;
    }

    /// <summary>Records, or finds again in the history, what the code asks for.</summary>
    public OpenTask<T> Ask<T>(HistoryEventType type, string? name, string? target, object? payload)
    {
        GuardThread();
        var task = new OpenTask<T>(RecordAction(type, name, target, payload));
        open.Add(task.Id, task);
        if (type == HistoryEventType.TaskScheduled)
        {
            openActivities++;
        }

        return task;
    }

    /// <summary>Records what needs no answer.</summary>
    public void Tell(HistoryEventType type, string? name, string? target, object? payload)
    {
        GuardThread();
        RecordAction(type, name, target, payload);
    }

    public void CreatedTimer(OpenTask<object?> timer, DateTime fireAt, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            CloseTimer(timer, created: false, cancellation);
            return;
        }

        if (!IsReplaying)
        {
            outcome.TimersCreated.Add(new TimerDue(timer.Id, fireAt));
        }

        if (cancellation.CanBeCanceled)
        {
            cancellation.Register(() => CloseTimer(timer, created: true, cancellation), useSynchronizationContext: false);
        }
    }

    public Task<T> WaitForEvent<T>(string name, CancellationToken cancellation)
    {
        GuardThread();
        return events.WaitFor<T>(name, NoteUnreadable, cancellation);
    }

    public void SetCustomStatus(object? value)
    {
        GuardThread();
        customStatus = (true, value);
    }

    public void ContinueAsNew(object? input, bool keepEvents)
    {
        GuardThread();
        continueAsNew = (DurableJson.Serialize(input), true);
        if (!keepEvents)
        {
            events.DropKept();
        }
    }

    public void GuardThread()
    {
        if (!thread.IsCurrent)
        {
            thread.Stray();
            throw new InvalidOperationException(StrayedText);
        }
    }

    private string StrayedText => $"Orchestration '{record.Id}' ({record.Name}) awaited something that is not a task of its context (I/O, Task.Delay, Task.Run, ConfigureAwait(false)). Do that in an activity.";

    private void NoteUnreadable(RaisedEvent raised, JsonException exception)
    {
        if (!IsReplaying)
        {
            outcome.Unreadable.Add((raised, exception.Message));
        }
    }

    private void ReplayAll()
    {
        while (replay.Broken is null && end is null && replay.TryNext(out var recorded))
        {
            if (recorded.IsAction)
            {
                replay.Break(recorded.Describe(), "nothing");
                return;
            }

            CurrentUtcDateTime = recorded.Timestamp;
            if (recorded.IsEnd && recorded.Type != HistoryEventType.ExecutionTerminated)
            {
                replay.Break(recorded.Describe(), "a wait for more");
                return;
            }

            if (open.TryGetValue((int)recorded.Id, out var task) && IsResult(recorded.Type))
            {
                task.HasResult = true;
            }

            suspensionRecorded = recorded.Type == HistoryEventType.ExecutionSuspended || (suspensionRecorded && recorded.Type != HistoryEventType.ExecutionResumed);
            Process(recorded);
            thread.Drain();
            if (replay.Broken is null)
            {
                TryEnd();
                CheckReplayedEnd();
            }
        }
    }

    /// <summary>Where the code comes to its end, the history must do so too, in the same way.</summary>
    private void CheckReplayedEnd()
    {
        if (end is null)
        {
            return;
        }

        if (!replay.TryNext(out var recorded))
        {
            if (end.Type != HistoryEventType.ExecutionTerminated)
            {
                replay.Break("a wait for more", end.Type.ToString());
            }
        }
        else if (recorded.Type != end.Type)
        {
            replay.Break(recorded.Describe(), end.Type.ToString());
        }
    }

    private void TakeMessages()
    {
        foreach (var message in turnMessages)
        {
            outcome.Taken++;
            if (message.InboxId != 0)
            {
                outcome.Consumed.Add(message.InboxId);
            }

            if (!Accepts(message))
            {
                continue;
            }

            var recorded = Append(message.Type, message.Type == HistoryEventType.EventRaised ? message.InboxId : message.TaskId, message.Name, null, message.Payload);
            Process(recorded);
            thread.Drain();
            TryEnd();
            if (end is not null)
            {
                return;
            }
        }
    }

    /// <summary>A result counts once and only for an open task; what comes again after a crash or a race is dropped.</summary>
    private bool Accepts(Message message)
    {
        switch (message.Type)
        {
            case HistoryEventType.ExecutionStarted:
                return run is null && message.Execution == record.Execution;
            case HistoryEventType.EventRaised or HistoryEventType.ExecutionTerminated:
                return true;
            case HistoryEventType.ExecutionSuspended:
                return !suspensionRecorded && (suspensionRecorded = true);
            case HistoryEventType.ExecutionResumed:
                return suspensionRecorded && !(suspensionRecorded = false);
            default:
                if (message.Execution != record.Execution || !open.TryGetValue(message.TaskId, out var task) || task.HasResult)
                {
                    return false;
                }

                task.HasResult = true;
                if (message.Type == HistoryEventType.TimerFired)
                {
                    outcome.TimersClosed.Add(message.TaskId);
                }

                return true;
        }
    }

    private void Process(HistoryEvent recorded)
    {
        if (suspended && recorded.Type is not (HistoryEventType.ExecutionResumed or HistoryEventType.ExecutionTerminated))
        {
            whileSuspended.Enqueue(recorded);
            return;
        }

        switch (recorded.Type)
        {
            case HistoryEventType.ExecutionStarted:
                Start();
                break;
            case HistoryEventType.TaskCompleted or HistoryEventType.SubOrchestrationCompleted or HistoryEventType.TimerFired:
                Close((int)recorded.Id)?.Complete(recorded.Payload);
                break;
            case HistoryEventType.TaskFailed or HistoryEventType.SubOrchestrationFailed:
                Close((int)recorded.Id)?.Fail(DurableJson.Deserialize<TaskFailureDetails>(recorded.Payload)!);
                break;
            case HistoryEventType.EventRaised:
                Raise(recorded);
                break;
            case HistoryEventType.ExecutionTerminated:
                end = new ExecutionEnd(HistoryEventType.ExecutionTerminated, recorded.Payload);
                break;
            case HistoryEventType.ExecutionSuspended:
                suspended = true;
                break;
            case HistoryEventType.ExecutionResumed:
                suspended = false;
                while (!suspended && whileSuspended.TryDequeue(out var waiting))
                {
                    Process(waiting);
                    thread.Drain();
                }

                break;
            default:
                throw new InvalidOperationException($"A {recorded.Type} is no message.");
        }
    }

    private void Start()
    {
        run = runner(context);

        // A run that ends outside a turn was carried on by a thread that is not the engine's.
        _ = run.ContinueWith(
            static (_, self) => ((OrchestrationExecution)self!).RunEnded(),
            this,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private void RunEnded()
    {
        if (!thread.IsCurrent)
        {
            thread.Stray();
        }
    }

    private void Raise(HistoryEvent recorded)
    {
        var raised = new RaisedEvent(recorded.Id, recorded.Name!, recorded.Payload);
        if (continueAsNew.Called)
        {
            events.Keep(raised);
            return;
        }

        try
        {
            events.Raise(raised);
        }
        catch (JsonException exception)
        {
            throw new UndeliverableMessageException($"The payload of event '{raised.Name}' is not what orchestration '{record.Id}' waits for: {exception.Message}", exception);
        }
    }

    private OpenTask? Close(int taskId)
    {
        // It may be gone: a timer that fired during a suspension and was cancelled by what was resumed before it.
        if (!open.Remove(taskId, out var task))
        {
            return null;
        }

        if (task.Asked.Type == HistoryEventType.TaskScheduled)
        {
            openActivities--;
        }

        return task;
    }

    private void CloseTimer(OpenTask<object?> timer, bool created, CancellationToken cancellation)
    {
        GuardThread();
        if (open.Remove(timer.Id) && created && !IsReplaying)
        {
            var index = outcome.TimersCreated.FindIndex(due => due.TaskId == timer.Id);
            if (index >= 0)
            {
                outcome.TimersCreated.RemoveAt(index);
            }
            else if (!timer.HasResult)
            {
                outcome.TimersClosed.Add(timer.Id);
            }
        }

        timer.Cancel(cancellation);
    }

    private HistoryEvent RecordAction(HistoryEventType type, string? name, string? target, object? payload)
    {
        var taskId = nextTaskId++;
        if (IsReplaying)
        {
            return replay.Match(type, taskId, name, target);
        }

        var recorded = Append(type, taskId, name, target, DurableJson.Serialize(payload));
        switch (type)
        {
            case HistoryEventType.TaskScheduled:
                outcome.Activities.Add(recorded);
                break;
            case HistoryEventType.SubOrchestrationCreated or HistoryEventType.EventSent:
                outcome.Sent.Add(recorded);
                break;
        }

        return recorded;
    }

    private HistoryEvent Append(HistoryEventType type, long id, string? name, string? target, string? payload)
    {
        var recorded = new HistoryEvent(nextSequence++, type, CurrentUtcDateTime) { Id = id, Name = name, Target = target, Payload = payload };
        outcome.Recorded.Add(recorded);
        return recorded;
    }

    /// <summary>As in Durable Task, an orchestrator that returned or threw ends only when nothing is open any more.</summary>
    private void TryEnd()
    {
        if (end is not null || run is null)
        {
            return;
        }

        if (thread.Unobserved is { } unobserved)
        {
            end = Failure(unobserved);
        }
        else if (run.IsCompleted && open.Count == 0)
        {
            end = EndOfRun();
        }
        else if (!run.IsCompleted && open.Count == 0 && !suspended && !events.AnyWaits)
        {
            // Nothing that it could be woken by is open, so what it awaits is not ours.
            strayed = true;
            end = Failure(new InvalidOperationException(StrayedText));
        }
        else if (!IsReplaying && nextSequence > historyEventsMax)
        {
            end = Failure(new InvalidOperationException($"The history of orchestration '{record.Id}' has outgrown {historyEventsMax} rows; use ContinueAsNew."));
        }
    }

    private ExecutionEnd EndOfRun()
    {
        try
        {
            var output = run!.GetAwaiter().GetResult();
            return continueAsNew.Called
                ? new ExecutionEnd(HistoryEventType.ContinuedAsNew, continueAsNew.Input) { Carried = [.. events.Kept] }
                : new ExecutionEnd(HistoryEventType.ExecutionCompleted, DurableJson.Serialize(output));
        }
        catch (Exception exception)
        {
            // Whatever an orchestrator throws is its failure.
            return Failure(exception);
        }
    }

    private void EndWithBreak()
        => end = Failure(replay.Broken as Exception ?? new InvalidOperationException(StrayedText));

    private void Conclude()
    {
        if (end is { Type: not HistoryEventType.ExecutionTerminated })
        {
            Append(end.Type, 0, null, null, end.Payload);
        }

        outcome.End = end;
        outcome.Status = end?.Status ?? (suspensionRecorded ? OrchestrationRuntimeStatus.Suspended
            : run is null ? OrchestrationRuntimeStatus.Pending
            : OrchestrationRuntimeStatus.Running);
        outcome.OpenWork = end is null && (openActivities > 0 || run is null && record.OpenWork);
        outcome.CustomStatus = customStatus.Set ? DurableJson.Serialize(customStatus.Value) : writtenCustomStatus;
        customStatus = (false, null);
        outcome.RowChanged = outcome.Status != writtenStatus || outcome.OpenWork != writtenOpenWork || outcome.CustomStatus != writtenCustomStatus;
    }

    private static bool IsResult(HistoryEventType type) => type
        is HistoryEventType.TaskCompleted
        or HistoryEventType.TaskFailed
        or HistoryEventType.TimerFired
        or HistoryEventType.SubOrchestrationCompleted
        or HistoryEventType.SubOrchestrationFailed;

    private static ExecutionEnd Failure(Exception exception)
        => new(HistoryEventType.ExecutionFailed, DurableJson.Serialize(TaskFailureDetails.FromException(exception)));
}
