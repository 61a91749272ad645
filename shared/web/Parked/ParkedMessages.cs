namespace Serverless.Web.Parked;

/// <summary>
/// The messages that the engine could not deliver, as the host's engine has them. Where a host registers none, their
/// addresses are 404.
/// </summary>
/// <param name="ListAsync">The oldest first, by ascending id; so many at most.</param>
/// <param name="RequeueAsync">Delivers one anew, by its id. False where it is not parked, or its instance has ended meanwhile.</param>
public sealed record ParkedMessages(
    Func<int, CancellationToken, Task<IReadOnlyList<ParkedBody>>> ListAsync,
    Func<long, CancellationToken, Task<bool>> RequeueAsync);

/// <summary>A message that could not be delivered after its last retry. What it carries is not told: it may be about people.</summary>
/// <param name="Id">Names it when it is requeued.</param>
/// <param name="InstanceId">The orchestration that waits for it.</param>
/// <param name="Type">What it is, as the engine's history calls it.</param>
/// <param name="Name">The activity, orchestrator or event, where there is one.</param>
/// <param name="Error">Why the last attempt failed.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="ParkedAt">When it was given up, UTC.</param>
public sealed record ParkedBody(long Id, string InstanceId, string Type, string? Name, string Error, int Attempts, DateTimeOffset ParkedAt);
