using System.Runtime.CompilerServices;
using Grpc.Core;
using Microsoft.DurableTask.Client;
using Serverless.Durable;
using OrchestrationMetadata = Serverless.Durable.OrchestrationMetadata;
using OrchestrationQuery = Serverless.Durable.OrchestrationQuery;
using OrchestrationRuntimeStatus = Serverless.Durable.OrchestrationRuntimeStatus;
using StartOrchestrationOptions = Serverless.Durable.StartOrchestrationOptions;
using TheirAlreadyExistsException = DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException;

namespace Serverless.Functions.Durable;

/// <summary>Durable Task's client, in the terms of <see cref="IOrchestrationClient"/>; one member for one.</summary>
/// <remarks>
/// Where the interface says that something has no effect on an instance that is not live, Durable Task may answer with an
/// error, and which one differs by its version: such an error is dropped once the instance is seen to be in no state for it.
/// </remarks>
public sealed class DurableTaskOrchestrations(DurableTaskClient inner) : IOrchestrationClient
{
    /// <inheritdoc/>
    public async Task<string> ScheduleNewOrchestrationInstanceAsync(string orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        var start = new Microsoft.DurableTask.StartOrchestrationOptions(options?.InstanceId, options?.StartAt) { DedupeStatuses = DurableTaskInstances.Live };
        try
        {
            return await inner.ScheduleNewOrchestrationInstanceAsync(orchestratorName, DurableTaskJson.Write(input), start, cancellation);
        }
        catch (TheirAlreadyExistsException)
        {
            throw new OrchestrationAlreadyExistsException(options?.InstanceId ?? string.Empty);
        }
    }

    /// <inheritdoc/>
    public Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
        => AskLiveAsync(instanceId, () => inner.RaiseEventAsync(instanceId, eventName, DurableTaskJson.Write(eventPayload), cancellation), IsLive, cancellation);

    /// <inheritdoc/>
    public async Task<OrchestrationMetadata?> GetInstanceAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
        => await inner.GetInstanceAsync(instanceId, getInputsAndOutputs, cancellation) is { } metadata ? DurableTaskInstances.FromDurableTask(metadata) : null;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">No such instance is known.</exception>
    public async Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        await MustBeKnownAsync(instanceId, cancellation);
        return DurableTaskInstances.FromDurableTask(await inner.WaitForInstanceStartAsync(instanceId, getInputsAndOutputs, cancellation));
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">No such instance is known.</exception>
    public async Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        await MustBeKnownAsync(instanceId, cancellation);
        return DurableTaskInstances.FromDurableTask(await inner.WaitForInstanceCompletionAsync(instanceId, getInputsAndOutputs, cancellation));
    }

    /// <inheritdoc/>
    public Task TerminateInstanceAsync(string instanceId, object? output = null, CancellationToken cancellation = default)
        => AskLiveAsync(instanceId, () => inner.TerminateInstanceAsync(instanceId, DurableTaskJson.Write(output), cancellation), IsLive, cancellation);

    /// <inheritdoc/>
    public Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
        => AskLiveAsync(instanceId, () => inner.SuspendInstanceAsync(instanceId, reason, cancellation), status => IsLive(status) && status != OrchestrationRuntimeStatus.Suspended, cancellation);

    /// <inheritdoc/>
    public Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
        => AskLiveAsync(instanceId, () => inner.ResumeInstanceAsync(instanceId, reason, cancellation), status => status == OrchestrationRuntimeStatus.Suspended, cancellation);

    /// <inheritdoc/>
    public async Task<bool> PurgeInstanceAsync(string instanceId, CancellationToken cancellation = default)
    {
        // Durable Task's stores differ in what they do to one that is live; it is never asked.
        return await GetInstanceAsync(instanceId, cancellation: cancellation) is { IsCompleted: true }
            && (await inner.PurgeInstanceAsync(instanceId, cancellation)).PurgedInstanceCount > 0;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var metadata in inner.GetAllInstancesAsync(DurableTaskInstances.ToDurableTask(filter)).WithCancellation(cancellation))
        {
            yield return DurableTaskInstances.FromDurableTask(metadata);
        }
    }

    private static bool IsLive(OrchestrationRuntimeStatus status)
        => status is OrchestrationRuntimeStatus.Pending or OrchestrationRuntimeStatus.Running or OrchestrationRuntimeStatus.Suspended;

    private async Task AskLiveAsync(string instanceId, Func<Task> ask, Func<OrchestrationRuntimeStatus, bool> hasEffect, CancellationToken cancellation)
    {
        try
        {
            await ask();
        }
        catch (RpcException error) when (error.StatusCode is StatusCode.NotFound or StatusCode.FailedPrecondition or StatusCode.Unknown or StatusCode.Internal)
        {
            if (await GetInstanceAsync(instanceId, cancellation: cancellation) is { } found && hasEffect(found.RuntimeStatus))
            {
                throw;
            }
        }
    }

    private async Task MustBeKnownAsync(string instanceId, CancellationToken cancellation)
    {
        if (await inner.GetInstanceAsync(instanceId, cancellation) is null)
        {
            throw new InvalidOperationException($"No orchestration with the instance id '{instanceId}' is known.");
        }
    }
}
