using OrchestrationMetadata = Serverless.Durable.OrchestrationMetadata;
using OrchestrationQuery = Serverless.Durable.OrchestrationQuery;
using OrchestrationRuntimeStatus = Serverless.Durable.OrchestrationRuntimeStatus;
using TheirMetadata = Microsoft.DurableTask.Client.OrchestrationMetadata;
using TheirQuery = Microsoft.DurableTask.Client.OrchestrationQuery;
using TheirStatus = Microsoft.DurableTask.Client.OrchestrationRuntimeStatus;

namespace Serverless.Functions.Durable;

/// <summary>What is known of instances, and how it is asked for.</summary>
public static class DurableTaskInstances
{
    /// <summary>The states in which an instance is live, by Durable Task's names: a start of its id is refused.</summary>
    public static IReadOnlyList<string> Live { get; } = [nameof(TheirStatus.Pending), nameof(TheirStatus.Running), nameof(TheirStatus.Suspended)];

    public static OrchestrationMetadata FromDurableTask(TheirMetadata metadata) => new(metadata.Name, metadata.InstanceId)
    {
        RuntimeStatus = Of(metadata.RuntimeStatus),
        CreatedAt = metadata.CreatedAt,
        LastUpdatedAt = metadata.LastUpdatedAt,
        SerializedInput = DurableTaskJson.Unwrap(metadata.SerializedInput),

        // Of one that failed it repeats the message, which is no JSON; the details have it.
        SerializedOutput = metadata.RuntimeStatus == TheirStatus.Failed ? null : DurableTaskJson.Unwrap(metadata.SerializedOutput),
        SerializedCustomStatus = DurableTaskJson.Unwrap(metadata.SerializedCustomStatus),
        FailureDetails = DurableTaskFailures.FromDurableTask(metadata.FailureDetails),
    };

    public static TheirQuery ToDurableTask(OrchestrationQuery? query) => new()
    {
        Statuses = query?.Statuses?.SelectMany(Of),
        InstanceIdPrefix = query?.InstanceIdPrefix,
        CreatedFrom = query?.CreatedFrom,
        CreatedTo = query?.CreatedTo,
        FetchInputsAndOutputs = query?.FetchInputsAndOutputs ?? false,
    };

#pragma warning disable CS0618 // Old task hubs may still hold the statuses that Durable Task no longer gives.
    private static OrchestrationRuntimeStatus Of(TheirStatus status) => status switch
    {
        TheirStatus.Pending => OrchestrationRuntimeStatus.Pending,
        TheirStatus.Running or TheirStatus.ContinuedAsNew => OrchestrationRuntimeStatus.Running,
        TheirStatus.Suspended => OrchestrationRuntimeStatus.Suspended,
        TheirStatus.Completed => OrchestrationRuntimeStatus.Completed,
        TheirStatus.Failed => OrchestrationRuntimeStatus.Failed,
        TheirStatus.Terminated or TheirStatus.Canceled => OrchestrationRuntimeStatus.Terminated,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "There is no such status."),
    };

    private static TheirStatus[] Of(OrchestrationRuntimeStatus status) => status switch
    {
        OrchestrationRuntimeStatus.Pending => [TheirStatus.Pending],
        OrchestrationRuntimeStatus.Running => [TheirStatus.Running, TheirStatus.ContinuedAsNew],
        OrchestrationRuntimeStatus.Suspended => [TheirStatus.Suspended],
        OrchestrationRuntimeStatus.Completed => [TheirStatus.Completed],
        OrchestrationRuntimeStatus.Failed => [TheirStatus.Failed],
        OrchestrationRuntimeStatus.Terminated => [TheirStatus.Terminated, TheirStatus.Canceled],
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "There is no such status."),
    };
#pragma warning restore CS0618
}
