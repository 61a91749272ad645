namespace Serverless.Durable.Embedded;

/// <summary>What a row of a history says. The numbers are stored, so they never change.</summary>
public enum HistoryEventType
{
    /// <summary>Never stored.</summary>
    None = 0,

    /// <summary>The first turn began; the payload is the input.</summary>
    ExecutionStarted = 1,

    /// <summary>The orchestrator returned and nothing was open; the payload is its output.</summary>
    ExecutionCompleted = 2,

    /// <summary>The orchestrator threw; the payload is a <see cref="TaskFailureDetails"/>.</summary>
    ExecutionFailed = 3,
    ExecutionTerminated = 4,
    ExecutionSuspended = 5,
    ExecutionResumed = 6,

    /// <summary>The execution ended in favour of a new one; the payload is the new input.</summary>
    ContinuedAsNew = 7,

    TaskScheduled = 10,
    TaskCompleted = 11,
    TaskFailed = 12,

    /// <summary>The payload is the time to fire at, ISO 8601.</summary>
    TimerCreated = 20,
    TimerFired = 21,

    /// <summary>The target is the child's instance id.</summary>
    SubOrchestrationCreated = 30,
    SubOrchestrationCompleted = 31,
    SubOrchestrationFailed = 32,

    /// <summary>An external event came in; the id is its number in the inbox.</summary>
    EventRaised = 40,

    /// <summary>An event was sent; the target is the receiver's instance id.</summary>
    EventSent = 41,
}
