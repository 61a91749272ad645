using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.WeeklyRun;
using Serverless.Testing;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.WeeklyRun;

[Trait("Req", "UPI-5")]
public sealed class WeeklyRunTests : IAsyncLifetime
{
    private static readonly DateTimeOffset FirstCutOff = new(2026, 11, 26, 3, 0, 0, TimeSpan.Zero);
    private PaymentsWorld world = null!;

    public async Task InitializeAsync() => world = await CreateAsync();

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task The_run_starts_on_Wednesday_evening_and_pays_what_is_in_Submitted_to_CAPS()
    {
        await world.Application.Runs.EnsureScheduleAsync();
        var payment = await world.ApprovedAsync(Claim());
        await ScheduleSleepsUntilAsync(FirstCutOff);

        world.Time.SetUtcNow(FirstCutOff.AddSeconds(-1));
        Assert.Null(await world.Application.Runs.FindAsync("week-2026-11-25"));
        world.Time.SetUtcNow(FirstCutOff);

        var (run, totals) = await CompletedAsync("week-2026-11-25");
        Assert.Equal((FirstCutOff, "2026-11-25"), (run.CutOff, run.Slot));
        Assert.Equal(new RunTotals(1, 1, 0, 0, 0), totals);
        Assert.Equal(PaymentStatus.PaidByCaps, (await world.ReadAsync(payment.Id)).Status);
        await ScheduleSleepsUntilAsync(FirstCutOff.AddDays(7));
    }

    [Fact]
    public async Task After_downtime_only_the_latest_missed_slot_runs_once_with_its_own_cut_off()
    {
        await world.Application.Runs.EnsureScheduleAsync();
        await ScheduleSleepsUntilAsync(FirstCutOff);
        world.Time.SetUtcNow(FirstCutOff.AddDays(16));
        await world.RestartAsync();
        await world.Application.Runs.EnsureScheduleAsync();

        var (run, _) = await CompletedAsync("week-2026-12-09");
        Assert.Equal(FirstCutOff.AddDays(14), run.CutOff);
        await ScheduleSleepsUntilAsync(FirstCutOff.AddDays(21));
        Assert.Null(await world.Application.Runs.FindAsync("week-2026-11-25"));
        Assert.Null(await world.Application.Runs.FindAsync("week-2026-12-02"));
        Assert.Null((await world.Application.Watch.CheckAsync()).Slot);
    }

    [Fact]
    public async Task An_empty_installation_has_missed_no_slot()
    {
        await world.Application.Runs.EnsureScheduleAsync();
        await ScheduleSleepsUntilAsync(FirstCutOff);
        Assert.Null(await world.Application.Runs.FindAsync("week-2026-11-18"));
    }

    [Fact]
    public async Task A_slot_that_passes_before_anybody_sees_to_the_schedule_is_run_all_the_same()
    {
        await world.ApprovedAsync(Claim());
        world.Time.SetUtcNow(FirstCutOff.AddMinutes(1));
        await world.Application.Runs.EnsureScheduleAsync();

        var (run, totals) = await CompletedAsync("week-2026-11-25");
        Assert.Equal((FirstCutOff, 1), (run.CutOff, totals.Paid));
    }

    [Fact]
    public async Task A_slot_runs_at_most_once_whoever_starts_it()
    {
        await world.ApprovedAsync(Claim());
        var slot = Payments.Calendar.AgencyCalendar.LatestAt(FirstCutOff);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => world.Application.Runs.StartSlotAsync(slot)));
        await CompletedAsync("week-2026-11-25");

        var later = await world.ApprovedAsync(Claim(fromDay: 9, toDay: 9));
        await world.Application.Runs.StartSlotAsync(slot);
        await world.Engine.WaitForInstanceCompletionAsync(WeeklyRunOrchestration.InstanceId("week-2026-11-25")).WaitAsync(Patience);
        Assert.Equal(PaymentStatus.SubmittedToCaps, (await world.ReadAsync(later.Id)).Status);
    }

    [Fact]
    public async Task What_enters_Submitted_to_CAPS_after_the_cut_off_is_for_the_next_run()
    {
        var slot = Payments.Calendar.AgencyCalendar.LatestAt(FirstCutOff);
        world.Time.SetUtcNow(FirstCutOff);
        var inTime = await world.ApprovedAsync(Claim());
        world.Time.SetUtcNow(FirstCutOff.AddSeconds(1));
        var late = await world.ApprovedAsync(Claim(fromDay: 9, toDay: 9));

        await world.Application.Runs.StartSlotAsync(slot);
        Assert.Equal(1, (await CompletedAsync("week-2026-11-25")).Totals.Total);
        Assert.Equal(PaymentStatus.PaidByCaps, (await world.ReadAsync(inTime.Id)).Status);
        Assert.Equal(PaymentStatus.SubmittedToCaps, (await world.ReadAsync(late.Id)).Status);
    }

    [Theory]
    [InlineData("inactive", PaymentStatus.RejectedByCaps)]
    [InlineData("ended", PaymentStatus.RejectedByCaps)]
    [InlineData("rate", PaymentStatus.ErrorByCaps)]
    [InlineData("hold", PaymentStatus.HeldByCaps)]
    public async Task What_changed_midstream_in_CAPS_decides_the_answer(string change, PaymentStatus expected)
    {
        var payment = await world.ApprovedAsync(Claim());
        var contract = world.Caps.FindContract("P-100", "SLN")!;
        await world.Caps.PutContractAsync(
            change switch
            {
                "inactive" => contract with { Active = false },
                "ended" => contract with { To = new DateOnly(2026, 11, 1) },
                "rate" => contract with { Rate = Money.Of(24.99m) },
                "hold" => contract with { Hold = true },
                _ => throw new ArgumentOutOfRangeException(nameof(change)),
            },
            CancellationToken.None);

        await world.RunCapsAsync();
        payment = await world.ReadAsync(payment.Id);
        Assert.Equal((expected, (string?)null), (payment.Status, payment.RunId));
        Assert.False(string.IsNullOrEmpty((await world.HistoryAsync(payment))[^1].Reason));
    }

    [Fact]
    [Trait("Req", "UPI-6")]
    public async Task A_hold_on_a_payment_that_a_run_has_taken_is_refused()
    {
        var payment = await world.ApprovedAsync(Claim());
        await HalfRun.TakeAsync(world, "some-run");

        var held = await world.TryAsync(payment, PaymentAction.Hold, Ofo, "audit");
        Assert.Equal((RefusalKind.Conflict, "TAKEN_BY_RUN"), (held.Refusal!.Kind, held.Refusal.Code));
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task Runs_that_overlap_take_each_payment_once_and_CAPS_sees_one_key_each()
    {
        var payments = new List<Payment>();
        for (var day = 1; day <= 12; day++)
        {
            payments.Add(await world.ApprovedAsync(Claim(units: 1, fromDay: day, toDay: day)));
        }

        var runs = await Task.WhenAll(world.RunCapsAsync(), world.RunCapsAsync(), world.RunCapsAsync());
        var totals = await Task.WhenAll(runs.Select(async id => (await world.Application.Runs.FindAsync(id))!.Value.Totals));

        Assert.Equal(12, totals.Sum(total => total.Paid));
        Assert.Equal(300m, world.Caps.TotalPaid);
        var keys = (await File.ReadAllLinesAsync(world.CapsLedgerPath)).Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("key").GetString()).ToList();
        Assert.Equal(payments.Select(payment => $"{payment.Id}/1").Order(), keys.Order());
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task A_payment_whose_orchestration_is_lost_is_paid_all_the_same()
    {
        var payment = await world.ApprovedAsync(Claim());
        var instance = PaymentApproval.InstanceId(payment.Id);
        await world.Engine.TerminateInstanceAsync(instance);
        await world.Engine.WaitForInstanceCompletionAsync(instance).WaitAsync(Patience);

        var report = await world.Application.Repair.RunAsync();
        Assert.Equal(new RepairReport(1, 1, 0, Payments: 1), report);
        await world.RunCapsAsync();
        Assert.Equal(PaymentStatus.PaidByCaps, (await world.ReadAsync(payment.Id)).Status);
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task A_run_whose_orchestration_is_lost_goes_on_with_the_payments_it_took()
    {
        var payment = await world.ApprovedAsync(Claim());
        var records = new RunRecords(world.Tables);
        var run = await records.OpenAsync(new Run("off-lost", RunStatus.Running, world.Time.GetUtcNow(), null, "lost", "operations", world.Time.GetUtcNow()), CancellationToken.None);
        await HalfRun.TakeAsync(world, run.Id);

        Assert.Equal(1, (await world.Application.Repair.RunAsync()).Runs);
        var (_, totals) = await CompletedAsync(run.Id);
        Assert.Equal(new RunTotals(1, 1, 0, 0, 0), totals);
        Assert.Equal(PaymentStatus.PaidByCaps, (await world.ReadAsync(payment.Id)).Status);
    }

    [Fact]
    public async Task A_slot_that_was_started_before_a_crash_is_not_skipped_for_a_later_one()
    {
        var due = Payments.Calendar.AgencyCalendar.LatestAt(FirstCutOff);
        await world.Application.Runs.StartSlotAsync(due);
        world.Time.SetUtcNow(FirstCutOff.AddDays(16));
        var activities = new WeeklyScheduleActivities(world.Application.Runs, world.Application.Calendar);
        Assert.Equal(due, await activities.StartAsync(new Durable.ActivityContext("StartSlotRun", "weekly-schedule", CancellationToken.None), due));
    }

    private async Task ScheduleSleepsUntilAsync(DateTimeOffset cutOff)
        => await Until.TrueAsync(async () =>
        {
            var instance = await world.Engine.GetInstanceAsync(WeeklySchedule.InstanceId, getInputsAndOutputs: true);
            return instance?.ReadCustomStatusAs<Payments.Calendar.RunSlot>()?.CutOff == cutOff;
        });

    private async Task<(Run Run, RunTotals Totals)> CompletedAsync(string runId)
    {
        await Until.TrueAsync(async () => await world.Application.Runs.FindAsync(runId) is { Run.Status: RunStatus.Completed });
        return (await world.Application.Runs.FindAsync(runId))!.Value;
    }
}
