using Microsoft.DurableTask.Client;
using Serverless.Durable;
using OrchestrationMetadata = Serverless.Durable.OrchestrationMetadata;
using OrchestrationQuery = Serverless.Durable.OrchestrationQuery;
using StartOrchestrationOptions = Serverless.Durable.StartOrchestrationOptions;

namespace Serverless.Functions.Durable;

/// <summary>
/// The orchestrations as the whole app reaches them. How to reach the host is told with each function that asks for a
/// durable client, so that every function that starts or raises anything attaches its own first; the latest is good for all.
/// </summary>
public sealed class BoundOrchestrations : IOrchestrationClient
{
    private volatile DurableTaskOrchestrations? bound;

    private DurableTaskOrchestrations Bound => bound
        ?? throw new InvalidOperationException($"No function that binds a [DurableClient] has run in this process yet. A function that starts or reaches orchestrations binds one and calls {nameof(Attach)} first.");

    /// <summary>Takes the client of the function at work.</summary>
    public void Attach(DurableTaskClient client) => bound = new DurableTaskOrchestrations(client);

    /// <inheritdoc/>
    public Task<string> ScheduleNewOrchestrationInstanceAsync(string orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
        => Bound.ScheduleNewOrchestrationInstanceAsync(orchestratorName, input, options, cancellation);

    /// <inheritdoc/>
    public Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
        => Bound.RaiseEventAsync(instanceId, eventName, eventPayload, cancellation);

    /// <inheritdoc/>
    public Task<OrchestrationMetadata?> GetInstanceAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
        => Bound.GetInstanceAsync(instanceId, getInputsAndOutputs, cancellation);

    /// <inheritdoc/>
    public Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
        => Bound.WaitForInstanceStartAsync(instanceId, getInputsAndOutputs, cancellation);

    /// <inheritdoc/>
    public Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
        => Bound.WaitForInstanceCompletionAsync(instanceId, getInputsAndOutputs, cancellation);

    /// <inheritdoc/>
    public Task TerminateInstanceAsync(string instanceId, object? output = null, CancellationToken cancellation = default)
        => Bound.TerminateInstanceAsync(instanceId, output, cancellation);

    /// <inheritdoc/>
    public Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
        => Bound.SuspendInstanceAsync(instanceId, reason, cancellation);

    /// <inheritdoc/>
    public Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
        => Bound.ResumeInstanceAsync(instanceId, reason, cancellation);

    /// <inheritdoc/>
    public Task<bool> PurgeInstanceAsync(string instanceId, CancellationToken cancellation = default)
        => Bound.PurgeInstanceAsync(instanceId, cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null, CancellationToken cancellation = default)
        => Bound.GetAllInstancesAsync(filter, cancellation);
}
