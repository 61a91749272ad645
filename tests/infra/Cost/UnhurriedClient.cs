using Serverless.Durable;
using Serverless.Durable.Embedded;
using Serverless.Payments.Approvals;
using Serverless.Testing;

namespace Serverless.Infra.Tests.Cost;

/// <summary>
/// Counts what is started and raised, and returns only once a payment's activity has done it. Whoever waits for the
/// outcome then looks once, so that counts do not depend on who is faster; further looks are reckoned apart.
/// </summary>
internal sealed class UnhurriedClient(EmbeddedEngine engine, Tally tally) : IOrchestrationClient
{
    public async Task<string> ScheduleNewOrchestrationInstanceAsync(string orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        tally.Add(new Work(Starts: 1));
        var id = await engine.ScheduleNewOrchestrationInstanceAsync(orchestratorName, input, options, cancellation);
        if (orchestratorName == PaymentApproval.Name)
        {
            await Until.TrueAsync(async () => await DoneAsync(id) > 0);
        }

        return id;
    }

    public async Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        tally.Add(new Work(Events: 1));
        var before = await DoneAsync(instanceId);
        await engine.RaiseEventAsync(instanceId, eventName, eventPayload, cancellation);
        await Until.TrueAsync(async () => await DoneAsync(instanceId) > before);
    }

    public Task<OrchestrationMetadata?> GetInstanceAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
        => engine.GetInstanceAsync(instanceId, getInputsAndOutputs, cancellation);

    public Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
        => engine.WaitForInstanceStartAsync(instanceId, getInputsAndOutputs, cancellation);

    public Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
        => engine.WaitForInstanceCompletionAsync(instanceId, getInputsAndOutputs, cancellation);

    public Task TerminateInstanceAsync(string instanceId, object? output = null, CancellationToken cancellation = default)
        => engine.TerminateInstanceAsync(instanceId, output, cancellation);

    public Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
        => engine.SuspendInstanceAsync(instanceId, reason, cancellation);

    public Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
        => engine.ResumeInstanceAsync(instanceId, reason, cancellation);

    public Task<bool> PurgeInstanceAsync(string instanceId, CancellationToken cancellation = default) => engine.PurgeInstanceAsync(instanceId, cancellation);

    public IAsyncEnumerable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null, CancellationToken cancellation = default)
        => engine.GetAllInstancesAsync(filter, cancellation);

    /// <summary>Activities of the instance whose results stand in its history.</summary>
    private async Task<int> DoneAsync(string instanceId)
        => (await engine.GetHistoryAsync(instanceId))?.Events.Count(row => row.Type == HistoryEventType.TaskCompleted) ?? 0;
}
