namespace Serverless.Durable;

/// <summary>Starts, reaches and asks about orchestrations from outside; mirrors Durable Task's <c>DurableTaskClient</c>.</summary>
public interface IOrchestrationClient
{
    /// <summary>
    /// Starts an instance; when the call returns, the start is on disk. An id that is live is refused; one that
    /// is completed, failed or terminated is started anew and its old history replaced.
    /// </summary>
    /// <returns>The instance's id.</returns>
    /// <exception cref="OrchestrationAlreadyExistsException">An instance of that id is live.</exception>
    Task<string> ScheduleNewOrchestrationInstanceAsync(string orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default);

    /// <summary>
    /// Sends an event; when the call returns, it is on disk. It is delivered once, in the order of sending from
    /// one caller. Without effect where no instance of that id is live.
    /// </summary>
    Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default);

    /// <summary>Null where no such instance is known.</summary>
    Task<OrchestrationMetadata?> GetInstanceAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default);

    /// <summary>Waits until the instance has left <see cref="OrchestrationRuntimeStatus.Pending"/>.</summary>
    Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default);

    /// <summary>Waits until the instance is completed, failed or terminated.</summary>
    Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default);

    /// <summary>Ends a live instance. Activities under way run to their end and their results are dropped; sub-orchestrations go on.</summary>
    Task TerminateInstanceAsync(string instanceId, object? output = null, CancellationToken cancellation = default);

    /// <summary>Stops delivery: events, results and timers are kept until <see cref="ResumeInstanceAsync"/>.</summary>
    Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default);

    Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default);

    /// <summary>Removes a completed, failed or terminated instance and its history.</summary>
    /// <returns>Whether one was removed; false for live and unknown ids.</returns>
    Task<bool> PurgeInstanceAsync(string instanceId, CancellationToken cancellation = default);

    /// <summary>Instances by filter, ordered by instance id.</summary>
    IAsyncEnumerable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null, CancellationToken cancellation = default);
}
