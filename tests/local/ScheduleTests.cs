using Microsoft.Extensions.Time.Testing;
using Serverless.Payments.Approvals;
using Serverless.Payments.Calendar;
using Serverless.Payments.WeeklyRun;
using Serverless.Testing;

namespace Serverless.Local.Tests;

/// <summary>The weekly slots of the host, with the clock in the test's hands.</summary>
[Trait("Req", "UPI-5")]
public sealed class ScheduleTests : IDisposable
{
    /// <summary>A Monday.</summary>
    private static readonly DateTimeOffset Begin = new(2026, 11, 2, 18, 0, 0, TimeSpan.Zero);

    private readonly TempFolder folder = new();
    private readonly FakeTimeProvider time = new(Begin);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Slot_runs_when_its_time_has_come()
    {
        await using var stack = await OpenAsync();
        await WaitsForAsync(stack, new DateOnly(2026, 11, 4));
        time.Advance(AgencyCalendar.NextAfter(Begin).CutOff - Begin);

        var run = await CompletedAsync(stack, "week-2026-11-04");

        Assert.Equal(AgencyCalendar.NextAfter(Begin).CutOff, run.CutOff);
        await WaitsForAsync(stack, new DateOnly(2026, 11, 11));
    }

    [Fact]
    public async Task After_downtime_only_the_latest_missed_slot_runs_with_its_own_cut_off()
    {
        string approved;
        await using (var stack = await OpenAsync())
        {
            await WaitsForAsync(stack, new DateOnly(2026, 11, 4));
            approved = (await Approval.ThroughAsync(stack)).Id;
        }

        time.Advance(TimeSpan.FromDays(17));
        await using (var stack = await OpenAsync())
        {
            var run = await CompletedAsync(stack, "week-2026-11-18");
            Assert.Equal(AgencyCalendar.LatestAt(time.GetUtcNow()).CutOff, run.CutOff);
            Assert.Equal(1, run.Totals?.Paid);
            Assert.Equal(PaymentStatus.PaidByCaps, (await stack.Payments.Records.FindAsync(approved))?.Status);
            Assert.Null(await stack.Payments.Runs.FindAsync("week-2026-11-04"));
            Assert.Null(await stack.Payments.Runs.FindAsync("week-2026-11-11"));
            await WaitsForAsync(stack, new DateOnly(2026, 11, 25));
        }
    }

    [Fact]
    public async Task New_installation_has_missed_no_slot()
    {
        await using var stack = await OpenAsync();
        await WaitsForAsync(stack, new DateOnly(2026, 11, 4));

        Assert.Null(await stack.Payments.Runs.FindAsync("week-2026-10-28"));
    }

    private Task<LocalStack> OpenAsync() => TestStack.OpenAsync(folder.Combine("data"), time);

    private static async Task<Run> CompletedAsync(LocalStack stack, string runId)
    {
        Run? run = null;
        await Eventually.HoldsAsync($"{runId} completed", async () =>
        {
            run = (await stack.Payments.Runs.FindAsync(runId))?.Run;
            return run?.Status == RunStatus.Completed;
        });
        return run!;
    }

    /// <summary>The schedule sleeps until that slot; time that passes before would pass unnoticed by its timer.</summary>
    private static Task WaitsForAsync(LocalStack stack, DateOnly slot)
        => Eventually.HoldsAsync($"the schedule waiting for {slot}", async () =>
            (await stack.Engine.GetInstanceAsync(WeeklySchedule.InstanceId, getInputsAndOutputs: true))?.ReadCustomStatusAs<RunSlot>()?.Day == slot);
}
