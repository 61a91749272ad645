using Serverless.Durable;

namespace Serverless.Web.Tests.Hosting;

/// <summary>An engine that starts and reaches nothing while it is held back.</summary>
public sealed class HeldBack(IOrchestrationClient inner) : IOrchestrationClient
{
    public bool IsHeld { get; set; }

    /// <summary>Where set, what reaches the engine waits for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Requests that wait at the gate or have passed it.</summary>
    public int Reached { get; private set; }

    public async Task<string> ScheduleNewOrchestrationInstanceAsync(string orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        Reached++;
        await Gate;
        return IsHeld ? options!.InstanceId! : await inner.ScheduleNewOrchestrationInstanceAsync(orchestratorName, input, options, cancellation);
    }

    public async Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        Reached++;
        await Gate;
        if (!IsHeld)
        {
            await inner.RaiseEventAsync(instanceId, eventName, eventPayload, cancellation);
        }
    }

    public Task<OrchestrationMetadata?> GetInstanceAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
        => IsHeld ? throw new InvalidOperationException("The engine's secret address does not answer.") : inner.GetInstanceAsync(instanceId, getInputsAndOutputs, cancellation);

    public Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
        => inner.WaitForInstanceStartAsync(instanceId, getInputsAndOutputs, cancellation);

    public async Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
        => await inner.WaitForInstanceCompletionAsync(instanceId, getInputsAndOutputs, cancellation);

    public Task TerminateInstanceAsync(string instanceId, object? output = null, CancellationToken cancellation = default)
        => inner.TerminateInstanceAsync(instanceId, output, cancellation);

    public Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
        => inner.SuspendInstanceAsync(instanceId, reason, cancellation);

    public Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
        => inner.ResumeInstanceAsync(instanceId, reason, cancellation);

    public Task<bool> PurgeInstanceAsync(string instanceId, CancellationToken cancellation = default) => inner.PurgeInstanceAsync(instanceId, cancellation);

    public IAsyncEnumerable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null, CancellationToken cancellation = default)
        => inner.GetAllInstancesAsync(filter, cancellation);
}
