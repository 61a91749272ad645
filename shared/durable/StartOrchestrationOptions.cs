namespace Serverless.Durable;

/// <param name="InstanceId">The id to use; a new random one by default.</param>
/// <param name="StartAt">Not before this instant; at once by default.</param>
public sealed record StartOrchestrationOptions(string? InstanceId = null, DateTimeOffset? StartAt = null);
