using Microsoft.Extensions.Logging;
using Serverless.Durable;
using Serverless.Payments.Calendar;

namespace Serverless.Payments.WeeklyRun;

/// <summary>The activities of <see cref="WeeklyRunOrchestration"/>; each may run again and then changes nothing further.</summary>
public sealed class WeeklyRunActivities(RunRecords runs, RunSteps steps, EarlierRunSteps earlier, AgencyCalendar calendar, ILogger<WeeklyRunActivities> logger)
{
    /// <returns>False where there is nothing to do: another run has the slot, or this one is completed.</returns>
    public async Task<bool> OpenAsync(ActivityContext context, RunRequest input)
    {
        if (input.Slot is { } slot && await runs.ClaimSlotAsync(slot, input.RunId, context.CancellationToken) is var owner && owner != input.RunId)
        {
            Log.SlotTaken(logger, slot, owner, input.RunId);
            return false;
        }

        var run = await runs.OpenAsync(new Run(input.RunId, RunStatus.Running, input.CutOff, input.Slot, input.Reason, input.By, calendar.Now), context.CancellationToken);
        Log.RunOpened(logger, run.Id, run.CutOff);
        return run.Status == RunStatus.Running;
    }

    public Task<RunPage> SendAsync(ActivityContext context, SendStep input) => steps.SendAsync(input, context.CancellationToken);

    public Task<RunPage> BookAsync(ActivityContext context, AnswersStep input) => steps.BookAsync(input, context.CancellationToken);

    public Task<ClaimedBatch> ClaimEarlierAsync(ActivityContext context, ClaimStep input) => earlier.ClaimAsync(input, context.CancellationToken);

    public async Task<bool> SubmitEarlierAsync(ActivityContext context, RunBatch input)
    {
        await earlier.SubmitAsync(input, context.CancellationToken);
        return true;
    }

    public Task<IReadOnlyList<RunItem>> BookEarlierAsync(ActivityContext context, RunBatch input) => earlier.BookAsync(input, context.CancellationToken);

    public async Task<RunTotals> CompleteAsync(ActivityContext context, string runId)
    {
        var run = await runs.FindAsync(runId, context.CancellationToken) ?? throw new InvalidOperationException($"Run {runId} was opened and is not there.");
        if (run.Status == RunStatus.Running)
        {
            await earlier.CatchUpAsync(runId, context.CancellationToken);
        }

        var totals = await runs.CountAsync(runId, context.CancellationToken);
        if (run.Status == RunStatus.Running)
        {
            await runs.PutAsync(run with { Status = RunStatus.Completed, CompletedAt = calendar.Now, Totals = totals }, context.CancellationToken);
            Log.RunCompleted(logger, runId, totals.Total, totals.Paid, totals.Error, totals.Rejected, totals.Held);
        }

        return totals;
    }
}
