using Serverless.Durable;
using Serverless.Payments.Calendar;

namespace Serverless.Payments.WeeklyRun;

/// <summary>
/// The eternal orchestration that keeps the slots: it asks for the next one, sleeps until then, starts the run and
/// begins anew. After downtime it wakes late and runs the latest missed slot alone, with that slot's own cut-off (UPI-5).
/// </summary>
public static class WeeklySchedule
{
    public const string Name = nameof(WeeklySchedule);

    /// <summary>There is one per installation.</summary>
    public const string InstanceId = "weekly-schedule";
    public const string NextActivity = "NextRunSlot";
    public const string StartActivity = "StartSlotRun";

    private static readonly TaskOptions Patient = new(new RetryPolicy(100, TimeSpan.FromSeconds(1), 2.0, TimeSpan.FromMinutes(10)));

    public static async Task<string> RunAsync(OrchestrationContext context, ScheduleState state)
    {
        // The zone's rules are asked in an activity: an update of them must not contradict a recorded history.
        var next = await context.CallActivityAsync<RunSlot>(NextActivity, state.After, Patient);
        context.SetCustomStatus(next);
        await context.CreateTimer(next.CutOff.UtcDateTime, CancellationToken.None);
        var started = await context.CallActivityAsync<RunSlot>(StartActivity, next, Patient);
        context.ContinueAsNew(new ScheduleState(started.CutOff));
        return started.Key;
    }
}

/// <param name="After">Slots up to this instant are run, or came before the installation did.</param>
public sealed record ScheduleState(DateTimeOffset After);
