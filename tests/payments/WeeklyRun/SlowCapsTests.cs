using Serverless.Payments.Approvals;
using Serverless.Payments.Settlement;
using Serverless.Payments.WeeklyRun;
using Serverless.Testing;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.WeeklyRun;

/// <summary>CAPS by files answers when it pleases; the run waits, and one answer that stays out holds no other up.</summary>
[Trait("Req", "UPI-5")]
public sealed class SlowCapsTests : IAsyncLifetime
{
    private readonly SlowCaps slow = new();
    private PaymentsWorld world = null!;

    public async Task InitializeAsync() => world = await CreateAsync(slow);

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task Answers_are_booked_as_they_come_and_the_run_is_completed_with_the_last()
    {
        var first = await world.ApprovedAsync(Claim(units: 1, fromDay: 1, toDay: 1));
        var second = await world.ApprovedAsync(Claim(units: 1, fromDay: 2, toDay: 2));
        var run = await world.Application.Runs.StartOffCycleAsync(Operations, "slow", "slow");
        await Until.TrueAsync(() => Task.FromResult(slow.Sent.Count == 2));

        slow.Answer(first, SettlementOutcome.Paid);
        await AdvanceUntilAsync(async () => (await world.ReadAsync(first.Id)).Status == PaymentStatus.PaidByCaps);
        Assert.Equal(RunStatus.Running, (await world.Application.Runs.FindAsync(run.Id))!.Value.Run.Status);

        slow.Answer(second, SettlementOutcome.Rejected);
        await AdvanceUntilAsync(async () => (await world.Application.Runs.FindAsync(run.Id))!.Value.Run.Status == RunStatus.Completed);
        Assert.Equal(new RunTotals(2, 1, 0, 1, 0), (await world.Application.Runs.FindAsync(run.Id))!.Value.Totals);
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task A_run_that_waits_for_days_begins_its_history_anew_and_sends_no_key_twice()
    {
        var payment = await world.ApprovedAsync(Claim());
        var run = await world.Application.Runs.StartOffCycleAsync(Operations, "slow", "slow");
        await AdvanceUntilAsync(() => Task.FromResult(slow.Looks >= 60));

        Assert.Equal([payment.CapsKey], slow.Sent);
        Assert.Equal(1, slow.Submissions);
        slow.Answer(payment, SettlementOutcome.Paid);
        await AdvanceUntilAsync(async () => (await world.Application.Runs.FindAsync(run.Id))!.Value.Run.Status == RunStatus.Completed);
        Assert.Equal(new RunTotals(1, 1, 0, 0, 0), (await world.Application.Runs.FindAsync(run.Id))!.Value.Totals);
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task A_run_that_is_restarted_while_it_waits_goes_on_waiting_and_sends_nothing_again()
    {
        var payment = await world.ApprovedAsync(Claim());
        var run = await world.Application.Runs.StartOffCycleAsync(Operations, "slow", "slow");
        await AdvanceUntilAsync(() => Task.FromResult(slow.Looks >= 3));
        await world.RestartAsync();
        var looks = slow.Looks;
        await AdvanceUntilAsync(() => Task.FromResult(slow.Looks >= looks + 3));

        Assert.Equal(1, slow.Submissions);
        slow.Answer(payment, SettlementOutcome.Held);
        await AdvanceUntilAsync(async () => (await world.Application.Runs.FindAsync(run.Id))!.Value.Run.Status == RunStatus.Completed);
        Assert.Equal(new RunTotals(1, 0, 0, 0, 1), (await world.Application.Runs.FindAsync(run.Id))!.Value.Totals);
    }

    /// <summary>Moves the clock on while the condition does not hold; the run sleeps between its looks.</summary>
    private Task AdvanceUntilAsync(Func<Task<bool>> condition) => Until.TrueAsync(async () =>
    {
        if (await condition())
        {
            return true;
        }

        world.Time.Advance(TimeSpan.FromMinutes(5));
        return false;
    });
}
