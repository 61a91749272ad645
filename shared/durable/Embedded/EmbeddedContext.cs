using Microsoft.Extensions.Logging;

namespace Serverless.Durable.Embedded;

/// <summary>What an orchestrator sees of the embedded engine.</summary>
internal sealed class EmbeddedContext(OrchestrationExecution execution, InstanceRecord record, ILoggerFactory loggers) : OrchestrationContext
{
    private int guids;

    public override string Name => record.Name;

    public override string InstanceId => record.Id;

    public override string? ParentInstanceId => record.Parent?.InstanceId;

    public override DateTime CurrentUtcDateTime => execution.CurrentUtcDateTime;

    public override bool IsReplaying => execution.IsReplaying;

    protected override ILoggerFactory LoggerFactory => loggers;

    public override T? GetInput<T>()
        where T : default
        => DurableJson.Deserialize<T>(record.Input);

    public override Task<TResult> CallActivityAsync<TResult>(string name, object? input = null, TaskOptions? options = null)
    {
        RefuseOptionsAsInput(input);
        return options?.Retry is { } retry
            ? RetryAsync(retry, () => ScheduleActivity<TResult>(name, input))
            : ScheduleActivity<TResult>(name, input);
    }

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(string orchestratorName, object? input = null, TaskOptions? options = null)
    {
        RefuseOptionsAsInput(input);
        var childId = options?.InstanceId ?? NewGuid().ToString("N");
        return options?.Retry is { } retry
            ? RetryAsync(retry, () => StartChild<TResult>(orchestratorName, childId, input))
            : StartChild<TResult>(orchestratorName, childId, input);
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        var due = fireAt.ToUniversalTime();
        var timer = execution.Ask<object?>(HistoryEventType.TimerCreated, null, null, due);
        execution.CreatedTimer(timer, due, cancellationToken);
        return timer.Task;
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
        => execution.WaitForEvent<T>(eventName, cancellationToken);

    public override void SendEvent(string instanceId, string eventName, object? payload)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        execution.Tell(HistoryEventType.EventSent, eventName, instanceId, payload);
    }

    public override void SetCustomStatus(object? customStatus) => execution.SetCustomStatus(customStatus);

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
        => execution.ContinueAsNew(newInput, preserveUnprocessedEvents);

    public override Guid NewGuid()
    {
        execution.GuardThread();
        return DeterministicGuid.Create(InstanceId, CurrentUtcDateTime, guids++);
    }

    private Task<T> ScheduleActivity<T>(string name, object? input)
        => execution.Ask<T>(HistoryEventType.TaskScheduled, name, null, input).Task;

    private Task<T> StartChild<T>(string name, string childId, object? input)
        => execution.Ask<T>(HistoryEventType.SubOrchestrationCreated, name, childId, input).Task;

    private async Task<T> RetryAsync<T>(RetryPolicy policy, Func<Task<T>> attemptOnce)
    {
        var first = CurrentUtcDateTime;
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan? delay;
            try
            {
                return await attemptOnce();
            }
            catch (TaskFailedException exception)
            {
                delay = NextDelay(policy, attempt, exception.FailureDetails, CurrentUtcDateTime - first);
                if (delay is null)
                {
                    throw;
                }
            }

            await CreateTimer(CurrentUtcDateTime + delay.Value, CancellationToken.None);
        }
    }

    private static TimeSpan? NextDelay(RetryPolicy policy, int attempt, TaskFailureDetails failure, TimeSpan sinceFirst)
    {
        try
        {
            return policy.NextDelay(attempt, failure, sinceFirst);
        }
        catch (Exception)
        {
            // As in Durable Task: the orchestrator is told of the activity's failure, not of its handler's.
            return null;
        }
    }

    private static void RefuseOptionsAsInput(object? input)
    {
        if (input is TaskOptions)
        {
            throw new ArgumentException("TaskOptions were given as the input; name the argument 'options'.", nameof(input));
        }
    }
}
