namespace Serverless.Durable.Embedded;

/// <summary>A message that could not be delivered after its last retry. It waits until somebody requeues it.</summary>
/// <param name="Id">For <see cref="EmbeddedEngine.RequeueAsync"/>.</param>
/// <param name="InstanceId">Whose message it is.</param>
/// <param name="Type">What it is: TaskScheduled for an activity that could not be started, ExecutionStarted for a start, else what would have been recorded.</param>
/// <param name="Name">The activity, orchestrator or event, where there is one.</param>
/// <param name="TaskId">The task's number, where there is one.</param>
/// <param name="Payload">JSON, as it was sent.</param>
/// <param name="Error">Why the last attempt failed.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="ParkedAt">When it was given up.</param>
public sealed record ParkedMessage(
    long Id,
    string InstanceId,
    HistoryEventType Type,
    string? Name,
    int TaskId,
    string? Payload,
    string Error,
    int Attempts,
    DateTimeOffset ParkedAt);
