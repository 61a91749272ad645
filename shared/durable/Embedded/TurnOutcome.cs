namespace Serverless.Durable.Embedded;

/// <summary>What one turn consumed, recorded and asked for; written as a whole.</summary>
internal sealed class TurnOutcome
{
    // Most turns have none of these, and there are thousands of turns a second.
    private List<TimerDue>? timersCreated;
    private List<int>? timersClosed;
    private List<HistoryEvent>? sent;
    private List<(RaisedEvent Raised, string Error)>? unreadable;

    /// <summary>New rows of the history, in order.</summary>
    public List<HistoryEvent> Recorded { get; } = [];

    /// <summary>Inbox rows that were consumed, or dropped as duplicates.</summary>
    public List<long> Consumed { get; } = [];

    /// <summary>How many of the given messages were taken; those after the end of an execution are not.</summary>
    public int Taken { get; set; }

    public List<HistoryEvent> Activities { get; } = [];

    public List<TimerDue> TimersCreated => timersCreated ??= [];

    /// <summary>Timers that fired or were cancelled, whose rows go.</summary>
    public List<int> TimersClosed => timersClosed ??= [];

    /// <summary>Sub-orchestrations to start and events to send, in order.</summary>
    public List<HistoryEvent> Sent => sent ??= [];

    /// <summary>Events that no wait could read.</summary>
    public List<(RaisedEvent Raised, string Error)> Unreadable => unreadable ??= [];

    public bool ChangesTimers => timersCreated is not null || timersClosed is not null;

    public bool Sends => sent is not null || unreadable is not null;

    /// <summary>The instance as it is after the turn.</summary>
    public OrchestrationRuntimeStatus Status { get; set; }

    public bool OpenWork { get; set; }

    public string? CustomStatus { get; set; }

    /// <summary>Whether status, open work or custom status differ from what is on disk.</summary>
    public bool RowChanged { get; set; }

    public ExecutionEnd? End { get; set; }

    public bool IsEmpty => Recorded.Count == 0 && Consumed.Count == 0 && timersClosed is null && !RowChanged && End is null;
}

/// <summary>A timer of an execution and when it fires.</summary>
internal readonly record struct TimerDue(int TaskId, DateTime FireAt);

/// <summary>How an execution ended.</summary>
/// <param name="Type">One of the four ends.</param>
/// <param name="Payload">The output, the failure, or the input of the next execution, as JSON.</param>
internal sealed record ExecutionEnd(HistoryEventType Type, string? Payload)
{
    /// <summary>For continue-as-new: the events that the next execution still gets.</summary>
    public IReadOnlyList<RaisedEvent> Carried { get; init; } = [];

    public OrchestrationRuntimeStatus Status => Type switch
    {
        HistoryEventType.ExecutionCompleted => OrchestrationRuntimeStatus.Completed,
        HistoryEventType.ExecutionFailed => OrchestrationRuntimeStatus.Failed,
        HistoryEventType.ExecutionTerminated => OrchestrationRuntimeStatus.Terminated,
        _ => OrchestrationRuntimeStatus.Pending,
    };
}
