using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Serverless.Durable.Embedded;

/// <summary>
/// One execution of an orchestrator in memory: the running code, what it waits for, and the check of a replay against
/// what was recorded. Used by one turn at a time.
/// </summary>
internal sealed partial class OrchestrationExecution
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
    private (bool Set, string? Value) customStatus;
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
        StandAfter(recorded);
        replay.Begin(record.Id, recorded);
        thread.Run(static self => ((OrchestrationExecution)self!).ReplayAll(), this);
        replay.End();

        // What the code set while it was replayed is what an earlier turn has written.
        customStatus = (false, null);
        outcome = new TurnOutcome();
    }

    /// <summary>Stands where the record ends without running the code: enough to be terminated.</summary>
    public void StandAfter(IReadOnlyList<HistoryEvent> recorded) => nextSequence = recorded.Count == 0 ? 0 : recorded[^1].Sequence + 1;

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
            ProcessRecorded(recorded);
            if (replay.Broken is null)
            {
                TryEnd();
                CheckReplayedEnd();
            }
        }
    }

    private void ProcessRecorded(HistoryEvent recorded)
    {
        try
        {
            Process(recorded);
            thread.Drain();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // What was recorded went through once, so today's code is what cannot take it; no message is to blame.
            replay.Break(recorded.Describe(), $"an end by {exception.GetType().Name}: {exception.Message}");
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
                return AcceptsStart(message);
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

    private bool AcceptsStart(Message message)
    {
        if (run is not null || message.Execution != record.Execution)
        {
            return false;
        }

        if (record.StartAt is not null)
        {
            outcome.TimersClosed.Add(TimerService.StartTaskId);
        }

        return true;
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
                    ProcessResumed(waiting);
                    thread.Drain();
                }

                break;
            default:
                throw new InvalidOperationException($"A {recorded.Type} is no message.");
        }
    }

    /// <summary>An event that came during the suspension is in the history already; unreadable, it is parked and the resume goes on.</summary>
    private void ProcessResumed(HistoryEvent waiting)
    {
        try
        {
            Process(waiting);
        }
        catch (UndeliverableMessageException exception) when (waiting.Type == HistoryEventType.EventRaised)
        {
            NoteUnreadable(new RaisedEvent(waiting.Id, waiting.Name!, waiting.Payload), exception);
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

    private static bool IsResult(HistoryEventType type) => type
        is HistoryEventType.TaskCompleted
        or HistoryEventType.TaskFailed
        or HistoryEventType.TimerFired
        or HistoryEventType.SubOrchestrationCompleted
        or HistoryEventType.SubOrchestrationFailed;
}
