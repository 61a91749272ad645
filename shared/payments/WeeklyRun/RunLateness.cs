using Serverless.Payments.Calendar;

namespace Serverless.Payments.WeeklyRun;

/// <summary>Which runs are late; decided from what was read, and from nothing else.</summary>
public static class RunLateness
{
    /// <summary>How long after a slot's time its run is opened at the latest. It takes seconds; an hour leaves room for a restart.</summary>
    public static readonly TimeSpan OpenedWithin = TimeSpan.FromHours(1);

    /// <summary>How long after its opening a run is completed at the latest: CAPS's answers may take until the next day.</summary>
    public static readonly TimeSpan CompletedWithin = TimeSpan.FromHours(24);

    /// <summary>
    /// Only the latest slot can be late, because an earlier one that was missed is not run any more (UPI-5); and none of
    /// before the installation began.
    /// </summary>
    public static (RunSlot? Slot, IReadOnlyList<Run> Runs) Judge(DateTimeOffset now, RunWatchReading reading)
    {
        var slot = reading.Latest;
        var isDue = reading.HasRunASlot || slot.CutOff > reading.WatchedSince;
        var isLate = isDue && !reading.IsLatestOpened && now - slot.CutOff > OpenedWithin;
        return (isLate ? slot : null, [.. reading.Running.Where(run => now - run.StartedAt > CompletedWithin)]);
    }
}

/// <summary>What is known about the runs at one moment.</summary>
/// <param name="Latest">The last slot whose time has passed.</param>
/// <param name="IsLatestOpened">Whether there is a run that has it.</param>
/// <param name="HasRunASlot">Whether any slot was ever claimed, so that the installation is no new one.</param>
/// <param name="WatchedSince">When the watch first looked, which is when a new installation began.</param>
/// <param name="Running">The runs that are not completed.</param>
public sealed record RunWatchReading(RunSlot Latest, bool IsLatestOpened, bool HasRunASlot, DateTimeOffset WatchedSince, IReadOnlyList<Run> Running);
