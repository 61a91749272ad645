namespace Serverless.Durable.Embedded;

/// <summary>The limits of the embedded engine.</summary>
public sealed record EmbeddedEngineOptions
{
    /// <summary>Instances in memory. Idle ones leave in the order of last use; what finds no room waits on disk.</summary>
    public int LiveInstancesMax { get; init; } = 10_000;

    /// <summary>Activities that run at the same time. Most wait for the disk, so this is far above the number of cores.</summary>
    public int ActivitiesMax { get; init; } = 256;

    /// <summary>Activities that may wait for a place before no further instance is taken into memory.</summary>
    public int ActivityQueueMax { get; init; } = 20_000;

    /// <summary>Messages that one turn takes at most.</summary>
    public int TurnMessagesMax { get; init; } = 1_000;

    /// <summary>Messages that may wait in the memory of one instance; a sender beyond it is refused.</summary>
    public int MailboxMax { get; init; } = 10_000;

    /// <summary>Rows in the history of one execution; an orchestrator beyond it fails (use ContinueAsNew).</summary>
    public int HistoryEventsMax { get; init; } = 100_000;

    /// <summary>Attempts to deliver a message before it is parked.</summary>
    public int DeliveryAttemptsMax { get; init; } = 5;

    /// <summary>The wait after the first failed delivery; doubled after each further one.</summary>
    public TimeSpan DeliveryRetryFirst { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait between deliveries, and between attempts to write to a disk that refuses.</summary>
    public TimeSpan DeliveryRetryLongest { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the wall clock may go unread, so that timers follow when somebody sets it.</summary>
    public TimeSpan ClockCheck { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a stop waits for running activities before it cancels them.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a stop waits after that for activities that ignore their cancellation.</summary>
    public TimeSpan StopAfterCancel { get; init; } = TimeSpan.FromSeconds(5);
}
