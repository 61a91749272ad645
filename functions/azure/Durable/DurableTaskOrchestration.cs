using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using OrchestrationContext = Serverless.Durable.OrchestrationContext;
using TaskFailedException = Microsoft.DurableTask.TaskFailedException;
using TaskOptions = Serverless.Durable.TaskOptions;

namespace Serverless.Functions.Durable;

/// <summary>An orchestration as Durable Task runs it, in the terms that the orchestrators are written in; one member for one.</summary>
public sealed class DurableTaskOrchestration(TaskOrchestrationContext inner) : OrchestrationContext
{
    /// <inheritdoc/>
    public override string Name => inner.Name.Name;

    /// <inheritdoc/>
    public override string InstanceId => inner.InstanceId;

    /// <inheritdoc/>
    public override string? ParentInstanceId => inner.Parent?.InstanceId;

    /// <inheritdoc/>
    public override DateTime CurrentUtcDateTime => inner.CurrentUtcDateTime;

    /// <inheritdoc/>
    public override bool IsReplaying => inner.IsReplaying;

    /// <summary>Loggers of the function's invocation.</summary>
    protected override ILoggerFactory LoggerFactory => inner.ReplaySafeLoggerFactory;

    /// <inheritdoc/>
    public override T? GetInput<T>()
        where T : default
        => DurableTaskJson.Read<T>(inner.GetInput<object>());

    /// <inheritdoc/>
    public override Task<TResult> CallActivityAsync<TResult>(string name, object? input = null, TaskOptions? options = null)
        => TellAsync<TResult>(() => inner.CallActivityAsync<object?>(name, DurableTaskJson.Write(input), DurableTaskOptions.OfActivity(options)));

    /// <inheritdoc/>
    public override Task<TResult> CallSubOrchestratorAsync<TResult>(string orchestratorName, object? input = null, TaskOptions? options = null)
        => TellAsync<TResult>(() => inner.CallSubOrchestratorAsync<object?>(orchestratorName, DurableTaskJson.Write(input), DurableTaskOptions.OfSubOrchestration(options)));

    /// <inheritdoc/>
    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
        => inner.CreateTimer(DateTime.SpecifyKind(fireAt, DateTimeKind.Utc), cancellationToken);

    /// <inheritdoc/>
    public override async Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
        => DurableTaskJson.Read<T>(await inner.WaitForExternalEvent<object?>(eventName, cancellationToken))!;

    /// <inheritdoc/>
    public override void SendEvent(string instanceId, string eventName, object? payload) => inner.SendEvent(instanceId, eventName, DurableTaskJson.Write(payload)!);

    /// <inheritdoc/>
    public override void SetCustomStatus(object? customStatus) => inner.SetCustomStatus(DurableTaskJson.Write(customStatus));

    /// <inheritdoc/>
    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
        => inner.ContinueAsNew(DurableTaskJson.Write(newInput), preserveUnprocessedEvents);

    /// <inheritdoc/>
    public override Guid NewGuid() => inner.NewGuid();

    private static async Task<TResult> TellAsync<TResult>(Func<Task<object?>> call)
    {
        try
        {
            return DurableTaskJson.Read<TResult>(await call())!;
        }
        catch (TaskFailedException failed)
        {
            throw DurableTaskFailures.FromDurableTask(failed);
        }
    }
}
