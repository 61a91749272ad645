namespace Serverless.Durable;

/// <summary>Where an instance stands; the names are Durable Task's.</summary>
public enum OrchestrationRuntimeStatus
{
    /// <summary>Started, and its first turn is still to come.</summary>
    Pending,
    Running,
    Suspended,
    Completed,
    Failed,
    Terminated,
}
