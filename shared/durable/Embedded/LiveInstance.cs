namespace Serverless.Durable.Embedded;

/// <summary>An instance in memory. All of it is guarded by the directory's lock, except what only the running turn touches.</summary>
internal sealed class LiveInstance(string id)
{
    private HashSet<int>? inFlight;

    public string Id { get; } = id;

    /// <summary>Null until it is loaded, and again after a failure, so that memory is never ahead of the disk.</summary>
    public OrchestrationExecution? Execution { get; set; }

    public long ExecutionNumber { get; set; }

    /// <summary>Set where the row is known from its own commit and nothing on disk needs to be read.</summary>
    public InstanceRecord? Fresh { get; set; }

    public List<Message> Mailbox { get; } = [];

    /// <summary>Whether somebody loads it, runs its turn or waits for its commit; at most one does.</summary>
    public bool Busy { get; set; }

    /// <summary>The number of the last inbox row that is or was in the mailbox; what is not above it came already.</summary>
    public long InboxSeen { get; set; }

    /// <summary>Counts what was posted, so that a load knows whether its snapshot may be too old.</summary>
    public int Posts { get; set; }

    /// <summary>Failed deliveries in a row. After one, messages are taken singly, to find the one that fails.</summary>
    public int Attempts { get; set; }

    /// <summary>Refusals by the disk in a row.</summary>
    public int DiskRefusals { get; set; }

    public LinkedListNode<LiveInstance>? IdlePlace { get; set; }

    /// <summary>Tasks of the current execution that the dispatcher has.</summary>
    public HashSet<int> InFlight => inFlight ??= [];

    public bool HasActivities => inFlight is { Count: > 0 };
}
