using Serverless.Durable.Embedded;

namespace Serverless.Infra.Tests.Cost;

/// <summary>What something costs in calls of the storage ports and in work of the engine. Each call of a port is one billable transaction.</summary>
/// <param name="TableReads">Rows asked for, found or not.</param>
/// <param name="TablePages">Pages of queries.</param>
/// <param name="TableWrites">Transactions of a partition, whatever number of rows; those refused for a conflict too.</param>
/// <param name="BlobReads">Contents read.</param>
/// <param name="BlobWrites">Contents written, or found standing, and lists.</param>
/// <param name="Starts">Orchestrations started from outside.</param>
/// <param name="Events">Events raised from outside.</param>
/// <param name="Turns">Turns of orchestrators: on Azure Storage each message that an orchestration consumes may come alone.</param>
/// <param name="Activities">Activities run.</param>
/// <param name="Timers">Timers set.</param>
internal sealed record Work(
    int TableReads = 0, int TablePages = 0, int TableWrites = 0, int BlobReads = 0, int BlobWrites = 0,
    int Starts = 0, int Events = 0, int Turns = 0, int Activities = 0, int Timers = 0)
{
    public static Work operator +(Work one, Work other) => one.Join(other, 1);

    public static Work operator -(Work one, Work other) => one.Join(other, -1);

    /// <summary>The engine's part, as a history tells it.</summary>
    public static Work Of(RecordedHistory history) => new(
        Turns: history.Events.Count(row => row.Type is HistoryEventType.ExecutionStarted or HistoryEventType.TaskCompleted or HistoryEventType.TaskFailed or HistoryEventType.TimerFired or HistoryEventType.EventRaised),
        Activities: history.Events.Count(row => row.Type is HistoryEventType.TaskScheduled),
        Timers: history.Events.Count(row => row.Type is HistoryEventType.TimerCreated));

    private Work Join(Work other, int sign) => new(
        TableReads + (sign * other.TableReads),
        TablePages + (sign * other.TablePages),
        TableWrites + (sign * other.TableWrites),
        BlobReads + (sign * other.BlobReads),
        BlobWrites + (sign * other.BlobWrites),
        Starts + (sign * other.Starts),
        Events + (sign * other.Events),
        Turns + (sign * other.Turns),
        Activities + (sign * other.Activities),
        Timers + (sign * other.Timers));
}
