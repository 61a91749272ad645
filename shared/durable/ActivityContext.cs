namespace Serverless.Durable;

/// <summary>What an activity knows of its call. It may be called again with the same facts: effects are keyed by the domain, not by these.</summary>
/// <param name="Name">The name under which the activity is registered.</param>
/// <param name="InstanceId">The orchestration that called it.</param>
/// <param name="CancellationToken">Set when the host stops; the call is then made again after the restart.</param>
public sealed record ActivityContext(string Name, string InstanceId, CancellationToken CancellationToken);
