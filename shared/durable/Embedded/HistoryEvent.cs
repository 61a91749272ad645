using System.Text.Json.Serialization;

namespace Serverless.Durable.Embedded;

/// <summary>One row of an instance's history: a message that a turn consumed, or something the orchestrator asked for.</summary>
/// <param name="Sequence">Its place in the history of this execution, from 0.</param>
/// <param name="Type">What happened.</param>
/// <param name="Timestamp">The time of the turn (UTC); all rows of one turn have the same.</param>
public sealed record HistoryEvent(int Sequence, HistoryEventType Type, DateTime Timestamp)
{
    /// <summary>The task's number, which joins a result to what was scheduled; for an external event its number in the inbox.</summary>
    public long Id { get; init; }

    /// <summary>The activity, orchestrator or event.</summary>
    public string? Name { get; init; }

    /// <summary>Another instance that is concerned, if any.</summary>
    public string? Target { get; init; }

    /// <summary>Input, result or failure as JSON.</summary>
    public string? Payload { get; init; }

    /// <summary>Whether the orchestrator's code asked for it, so that a replay must ask for it again.</summary>
    [JsonIgnore]
    public bool IsAction => Type
        is HistoryEventType.TaskScheduled
        or HistoryEventType.TimerCreated
        or HistoryEventType.SubOrchestrationCreated
        or HistoryEventType.EventSent;

    /// <summary>Whether it ends the execution.</summary>
    [JsonIgnore]
    public bool IsEnd => Type
        is HistoryEventType.ExecutionCompleted
        or HistoryEventType.ExecutionFailed
        or HistoryEventType.ExecutionTerminated
        or HistoryEventType.ContinuedAsNew;

    /// <summary>Words for errors: what, which, where.</summary>
    public string Describe() => Type switch
    {
        HistoryEventType.TimerCreated => $"{Type} #{Id}",
        HistoryEventType.SubOrchestrationCreated or HistoryEventType.EventSent => $"{Type} '{Name}' to '{Target}' #{Id}",
        _ => Name is null ? $"{Type} #{Id}" : $"{Type} '{Name}' #{Id}",
    };
}
