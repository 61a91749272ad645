using Microsoft.DurableTask;
using RetryPolicy = Serverless.Durable.RetryPolicy;
using TaskOptions = Serverless.Durable.TaskOptions;

namespace Serverless.Functions.Durable;

/// <summary>How a task is called, in Durable Task's terms.</summary>
public static class DurableTaskOptions
{
    /// <summary>Null stays null.</summary>
    public static Microsoft.DurableTask.TaskOptions? OfActivity(TaskOptions? options)
        => options?.Retry is { } retry ? Microsoft.DurableTask.TaskOptions.FromRetryPolicy(Of(retry)) : null;

    /// <summary>Null stays null.</summary>
    public static Microsoft.DurableTask.TaskOptions? OfSubOrchestration(TaskOptions? options)
        => options is null ? null : new SubOrchestrationOptions(OfActivity(options) ?? new Microsoft.DurableTask.TaskOptions(), options.InstanceId);

    /// <summary>
    /// Durable Task refuses a longest wait below the first one, which then is never waited: here the longest takes its place.
    /// It refuses such a time-out, too, which is raised to the first wait; that tells only on a first attempt that takes longer.
    /// </summary>
    private static Microsoft.DurableTask.RetryPolicy Of(RetryPolicy policy)
    {
        var first = policy.MaxRetryInterval < policy.FirstRetryInterval ? policy.MaxRetryInterval.Value : policy.FirstRetryInterval;
        var timeout = policy.RetryTimeout < first ? first : policy.RetryTimeout;
        var handle = policy.HandleFailure ?? (_ => true);
        return new(policy.MaxNumberOfAttempts, first, policy.BackoffCoefficient, policy.MaxRetryInterval, timeout)
        {
            HandleFailure = details => handle(DurableTaskFailures.FromDurableTask(details)!),
        };
    }
}
