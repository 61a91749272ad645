namespace Serverless.Durable.Embedded;

/// <summary>One call of an activity.</summary>
internal sealed class ActivityJob(string instanceId, long execution, HistoryEvent scheduled)
{
    public string InstanceId { get; } = instanceId;

    public long Execution { get; } = execution;

    public int TaskId { get; } = (int)scheduled.Id;

    public string Name { get; } = scheduled.Name!;

    public string? Input { get; } = scheduled.Payload;

    /// <summary>Attempts to deliver it that failed.</summary>
    public int Attempts { get; set; }

    public Message Result(HistoryEventType type, string? payload)
        => new(InstanceId, type) { Execution = Execution, TaskId = TaskId, Payload = payload };
}
