using Serverless.Durable;
using Serverless.Payments.Calendar;

namespace Serverless.Payments.WeeklyRun;

/// <summary>The activities of <see cref="WeeklySchedule"/>.</summary>
public sealed class WeeklyScheduleActivities(RunCommands commands, AgencyCalendar calendar)
{
    public static Task<RunSlot> NextAsync(ActivityContext context, DateTimeOffset after) => Task.FromResult(AgencyCalendar.NextAfter(after));

    /// <summary>Starts the run of the slot, or of a later one that has passed too; a slot that is run already is left alone.</summary>
    public async Task<RunSlot> StartAsync(ActivityContext context, RunSlot due)
    {
        // Where the due slot is started already this is a repetition after a crash, and a later slot is the next turn's.
        var latest = AgencyCalendar.LatestAt(calendar.Now);
        var slot = latest.CutOff > due.CutOff && !await commands.IsStartedAsync(due, context.CancellationToken) ? latest : due;
        await commands.StartSlotAsync(slot, context.CancellationToken);
        return slot;
    }
}
