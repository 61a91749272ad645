namespace Serverless.Durable.Embedded;

/// <summary>An instance as its row says. Times are UTC ticks.</summary>
internal sealed record InstanceRecord(string Id, string Name)
{
    /// <summary>Unique per start and continue-as-new, rising in the order of commits.</summary>
    public long Execution { get; init; }

    public OrchestrationRuntimeStatus Status { get; init; }

    /// <summary>Whether it has work that no message announces: its start, or activities without a result.</summary>
    public bool OpenWork { get; init; }

    public long Created { get; init; }

    public long Updated { get; init; }

    /// <summary>Not to be started before this, if set.</summary>
    public long? StartAt { get; init; }

    public string? Input { get; init; }

    public string? Output { get; init; }

    public string? CustomStatus { get; init; }

    public string? Failure { get; init; }

    public ParentTask? Parent { get; init; }

    public bool IsLive => Status is OrchestrationRuntimeStatus.Pending or OrchestrationRuntimeStatus.Running or OrchestrationRuntimeStatus.Suspended;

    public OrchestrationMetadata ToMetadata(bool withPayloads) => new(Name, Id)
    {
        RuntimeStatus = Status,
        CreatedAt = new DateTimeOffset(Created, TimeSpan.Zero),
        LastUpdatedAt = new DateTimeOffset(Updated, TimeSpan.Zero),
        SerializedInput = withPayloads ? Input : null,
        SerializedOutput = withPayloads ? Output : null,
        SerializedCustomStatus = withPayloads ? CustomStatus : null,
        FailureDetails = DurableJson.Deserialize<TaskFailureDetails>(Failure),
    };
}

/// <summary>The task of another instance that waits for this one's end.</summary>
internal sealed record ParentTask(string InstanceId, long Execution, int TaskId);
