namespace Serverless.Durable.Embedded;

/// <summary>Something on its way to an instance. Its type is that of the history row it becomes when a turn consumes it.</summary>
internal sealed class Message(string instanceId, HistoryEventType type)
{
    public string InstanceId { get; } = instanceId;

    public HistoryEventType Type { get; } = type;

    /// <summary>Its row in the inbox; 0 for what has none: starts, timers and results of activities.</summary>
    public long InboxId { get; init; }

    /// <summary>The execution it belongs to; 0 for what concerns whichever is current.</summary>
    public long Execution { get; init; }

    public int TaskId { get; init; }

    public string? Name { get; init; }

    public string? Payload { get; init; }

    /// <summary>For starts: all that the instance is.</summary>
    public InstanceRecord? Record { get; init; }

    public Message WithInboxId(long inboxId) => new(InstanceId, Type)
    {
        InboxId = inboxId,
        Execution = Execution,
        TaskId = TaskId,
        Name = Name,
        Payload = Payload,
    };
}
