namespace Serverless.Durable;

/// <summary>
/// A replay asked for something other than its history holds, so the orchestrator's code changed under a live
/// instance or is not deterministic. It fails that instance alone.
/// </summary>
public sealed class NonDeterministicOrchestrationException(string instanceId, string recorded, string asked)
    : Exception($"Orchestration '{instanceId}' is not deterministic: its history holds {recorded}, the replay asked for {asked}.")
{
    /// <summary>What the history holds at this place.</summary>
    public string Recorded { get; } = recorded;

    /// <summary>What the code asked for at this place.</summary>
    public string Asked { get; } = asked;
}
