using Microsoft.Extensions.Logging;
using Serverless.Payments.Calendar;

namespace Serverless.Payments.WeeklyRun;

/// <summary>
/// Tells when a run is late: a slot that nobody has opened a run for (event 2104), or a run that is not completed in time
/// (event 2105). A host asks hourly; what is late is logged every time, for as long as it is, so that an alert may stand on
/// the events. It changes nothing of a run.
/// </summary>
public sealed class RunWatch(RunRecords runs, AgencyCalendar calendar, ILogger<RunWatch> logger)
{
    /// <summary>Looks, and logs what is late. Any number of processes may do so, at any time.</summary>
    public async Task<RunWatchReport> CheckAsync(CancellationToken cancellation = default)
    {
        var now = calendar.Now;
        var (slot, late) = RunLateness.Judge(now, await ReadAsync(now, cancellation));
        if (slot is not null)
        {
            Log.SlotLate(logger, slot.Key, slot.CutOff, Hours(now - slot.CutOff), WeeklySchedule.InstanceId);
        }

        var reports = new List<LateRun>(late.Count);
        foreach (var run in late)
        {
            var totals = await runs.CountAsync(run.Id, cancellation);
            var open = totals.Total - totals.Paid - totals.Error - totals.Rejected - totals.Held;
            Log.RunLate(logger, run.Id, run.StartedAt, Hours(now - run.StartedAt), open, totals.Total);
            reports.Add(new LateRun(run.Id, run.StartedAt, open, totals.Total));
        }

        return new RunWatchReport(slot, reports);
    }

    private static int Hours(TimeSpan time) => (int)time.TotalHours;

    private async Task<RunWatchReading> ReadAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var since = await runs.WatchedSinceAsync(now, cancellation);
        var latest = AgencyCalendar.LatestAt(now);
        var hasRunASlot = await runs.LastSlotAsync(cancellation) is not null;

        // A slot that was claimed by a run that was then never written is not opened.
        var isOpened = await runs.FindSlotOwnerAsync(latest.Key, cancellation) is { } owner && await runs.FindAsync(owner, cancellation) is not null;
        var running = new List<Run>();
        await foreach (var run in runs.RunningAsync(cancellation))
        {
            running.Add(run);
        }

        return new RunWatchReading(latest, isOpened, hasRunASlot, since, running);
    }
}

/// <summary>What is late now.</summary>
/// <param name="Slot">The slot that nobody has opened a run for, or null.</param>
/// <param name="Runs">The runs that are not completed in time.</param>
public sealed record RunWatchReport(RunSlot? Slot, IReadOnlyList<LateRun> Runs);

/// <param name="Open">How many of its payments have no answer that is booked.</param>
/// <param name="Total">How many payments it took.</param>
public sealed record LateRun(string RunId, DateTimeOffset OpenedAt, int Open, int Total);
