using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Durable;

namespace Serverless.Payments.Tests.MassPayments.Schedules;

/// <summary>What an orchestration asks for; each call and timer waits until it is chosen.</summary>
internal sealed class ChosenContext(ChosenInstance instance, ChosenEngine engine) : OrchestrationContext
{
    /// <summary>Whether the orchestrator asked to be run again from its start.</summary>
    public bool IsBegunAnew { get; private set; }

    /// <summary>What it asked to be run again with.</summary>
    public object? NewInput { get; private set; }

    public override string Name => instance.Name;

    public override string InstanceId => instance.Id;

    public override string? ParentInstanceId => null;

    public override DateTime CurrentUtcDateTime => engine.Now;

    public override bool IsReplaying => false;

    protected override ILoggerFactory LoggerFactory => NullLoggerFactory.Instance;

    public override async Task<TResult> CallActivityAsync<TResult>(string name, object? input = null, TaskOptions? options = null)
        => DurableJson.Deserialize<TResult>(await engine.CallAsync(instance, name, DurableJson.Serialize(input)))!;

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken) => engine.WaitAsync(instance);

    public override T? GetInput<T>()
        where T : default => throw new NotSupportedException();

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(string orchestratorName, object? input = null, TaskOptions? options = null) => throw new NotSupportedException();

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public override void SendEvent(string instanceId, string eventName, object? payload) => throw new NotSupportedException();

    public override void SetCustomStatus(object? customStatus)
    {
        // It is shown, and decides nothing.
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) => (IsBegunAnew, NewInput) = (true, newInput);

    public override Guid NewGuid() => throw new NotSupportedException();
}
