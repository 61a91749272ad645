using Serverless.Durable;
using Serverless.Payments.Calendar;
using Serverless.Payments.Identity;

namespace Serverless.Payments.WeeklyRun;

/// <summary>Starts runs and tells how they stand.</summary>
public sealed class RunCommands(IOrchestrationClient orchestrations, RunRecords runs, AgencyCalendar calendar)
{
    /// <summary>Starts an off-cycle run whose cut-off is now. The same request id is the same run.</summary>
    public async Task<Run> StartOffCycleAsync(Caller caller, string reason, string requestId, CancellationToken cancellation = default)
    {
        var now = calendar.Now;
        var run = await runs.OpenAsync(new Run($"off-{requestId}", RunStatus.Running, now, null, reason, caller.User, now), cancellation);
        if (run.Status == RunStatus.Running)
        {
            await ScheduleAsync(new RunRequest(run.Id, null, run.CutOff, run.Reason, run.StartedBy), cancellation);
        }

        return run;
    }

    /// <summary>Whether the run of a slot was started, however far it has come.</summary>
    public async Task<bool> IsStartedAsync(RunSlot slot, CancellationToken cancellation = default)
        => await orchestrations.GetInstanceAsync(WeeklyRunOrchestration.InstanceId(RunIdOf(slot)), cancellation: cancellation) is not null
            || await runs.FindAsync(RunIdOf(slot), cancellation) is not null;

    /// <summary>Starts the run of a slot. Repeating it, or another's start of the same slot, does nothing.</summary>
    public Task StartSlotAsync(RunSlot slot, CancellationToken cancellation = default)
        => ScheduleAsync(new RunRequest(RunIdOf(slot), slot.Key, slot.CutOff, "weekly run", "schedule"), cancellation);

    /// <summary>Starts the runs again that are not completed, so that none keeps its payments for ever; a running one is left alone.</summary>
    /// <returns>How many are not completed.</returns>
    public async Task<int> ResumeAsync(CancellationToken cancellation = default)
    {
        var running = 0;
        await foreach (var run in runs.RunningAsync(cancellation))
        {
            await ScheduleAsync(new RunRequest(run.Id, run.Slot, run.CutOff, run.Reason, run.StartedBy), cancellation);
            running++;
        }

        return running;
    }

    /// <summary>The run with its counts as they are now; null where there is none.</summary>
    public async Task<(Run Run, RunTotals Totals)?> FindAsync(string runId, CancellationToken cancellation = default)
        => await runs.FindAsync(runId, cancellation) is { } run
            ? (run, run.Totals ?? await runs.CountAsync(runId, cancellation))
            : null;

    /// <summary>The latest runs by their cut-off, with the counts of those that are under way as they are now.</summary>
    /// <param name="most">At most this many.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<IReadOnlyList<Run>> LatestAsync(int most, CancellationToken cancellation = default)
    {
        var latest = new List<Run>();
        foreach (var run in (await runs.AllAsync(cancellation)).OrderByDescending(run => run.CutOff).Take(most))
        {
            latest.Add(run.Totals is null ? run with { Totals = await runs.CountAsync(run.Id, cancellation) } : run);
        }

        return latest;
    }

    /// <summary>What the run has taken for SMART, and how it was answered so far.</summary>
    public Task<RunTotals> CountSmartAsync(string runId, CancellationToken cancellation = default) => runs.CountAsync(runId, PaymentSystem.Smart, cancellation);

    /// <summary>Sees to it that the schedule runs. A new installation has missed no slot from before its first start; one that lost its schedule goes on after the last slot that ran.</summary>
    /// <param name="movedAt">When an installation that has moved left its old storage: what passed since is no slot missed there, and due here.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task EnsureScheduleAsync(DateTimeOffset? movedAt = null, CancellationToken cancellation = default)
    {
        var last = await runs.LastSlotAsync(cancellation);
        var since = await runs.WatchedSinceAsync(calendar.Now, cancellation);
        var after = last is null ? (movedAt < since ? movedAt.Value : since) : AgencyCalendar.LatestAt(calendar.Now) is var latest && string.CompareOrdinal(latest.Key, last) > 0 ? latest.CutOff.AddTicks(-1) : calendar.Now;
        try
        {
            await orchestrations.ScheduleNewOrchestrationInstanceAsync(WeeklySchedule.Name, new ScheduleState(after), new StartOrchestrationOptions(WeeklySchedule.InstanceId), cancellation);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // It runs, which is all that is wanted.
        }
    }

    private static string RunIdOf(RunSlot slot) => $"week-{slot.Key}";

    private async Task ScheduleAsync(RunRequest request, CancellationToken cancellation)
    {
        // What a run took in the form of before is found again in that form alone.
        var isEarlier = await runs.Earlier.AnyAsync(request.RunId, cancellation);
        request = request with { Progress = isEarlier ? null : RunProgress.Start(RunShards.Count) };
        try
        {
            await orchestrations.ScheduleNewOrchestrationInstanceAsync(WeeklyRunOrchestration.Name, request, new StartOrchestrationOptions(WeeklyRunOrchestration.InstanceId(request.RunId)), cancellation);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // A repeated start finds its first one at work.
        }
    }
}
