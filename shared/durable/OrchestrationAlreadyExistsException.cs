namespace Serverless.Durable;

/// <summary>A start was refused because an instance of that id is live.</summary>
public sealed class OrchestrationAlreadyExistsException(string instanceId)
    : Exception($"An orchestration with the instance id '{instanceId}' is live already.")
{
    public string InstanceId { get; } = instanceId;
}
