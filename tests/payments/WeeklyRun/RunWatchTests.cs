using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Serverless.Payments.Amounts;
using Serverless.Payments.Calendar;
using Serverless.Payments.Settlement;
using Serverless.Payments.WeeklyRun;
using Serverless.Storage.Memory;
using Serverless.Testing;

namespace Serverless.Payments.Tests.WeeklyRun;

/// <summary>When a run is late, and what is said then.</summary>
[Trait("Req", "UPI-5")]
public sealed class RunWatchTests : IDisposable
{
    /// <summary>The Sunday before the first slot.</summary>
    private static readonly DateTimeOffset Begin = new(2026, 11, 22, 18, 0, 0, TimeSpan.Zero);

    private static readonly RunSlot First = AgencyCalendar.NextAfter(Begin);
    private static readonly RunSlot Second = AgencyCalendar.NextAfter(First.CutOff);

    private readonly FakeTimeProvider time = new(Begin);
    private readonly MemoryTableStore tables = new();
    private readonly LoggedLines log = new();
    private readonly RunRecords runs;
    private readonly RunWatch watch;

    public RunWatchTests()
    {
        runs = new RunRecords(tables);
        watch = Watch();
    }

    public void Dispose() => log.Dispose();

    [Fact]
    public async Task A_slot_is_late_when_its_time_passed_by_more_than_an_hour_and_nobody_opened_a_run_for_it()
    {
        await AssertNothingIsLateAsync();
        time.SetUtcNow(First.CutOff.AddHours(1));
        await AssertNothingIsLateAsync();

        time.SetUtcNow(First.CutOff.AddHours(3));
        Assert.Equal(First, (await watch.CheckAsync()).Slot);

        var (id, level, text) = Assert.Single(log.Lines);
        Assert.Equal((2104, LogLevel.Error), (id, level));
        Assert.Contains("2026-11-25", text, StringComparison.Ordinal);
        Assert.Contains("passed 3 h ago", text, StringComparison.Ordinal);
        Assert.Contains(WeeklySchedule.InstanceId, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slot_is_late_as_long_as_it_has_no_run_and_said_so_every_time()
    {
        await watch.CheckAsync();
        time.SetUtcNow(First.CutOff.AddHours(2));
        await watch.CheckAsync();
        time.Advance(TimeSpan.FromHours(1));
        await watch.CheckAsync();
        Assert.Equal([2104, 2104], log.EventIds);

        await OpenAsync(First);
        Assert.Null((await watch.CheckAsync()).Slot);
    }

    [Fact]
    public async Task A_slot_that_was_claimed_by_a_run_that_was_never_written_is_late()
    {
        await watch.CheckAsync();
        await runs.ClaimSlotAsync(First.Key, $"week-{First.Key}", CancellationToken.None);
        time.SetUtcNow(First.CutOff.AddHours(2));

        Assert.Equal(First, (await watch.CheckAsync()).Slot);
    }

    [Fact]
    public async Task No_slot_is_late_that_came_before_the_installation()
    {
        time.SetUtcNow(First.CutOff.AddHours(2));
        await AssertNothingIsLateAsync();
        time.SetUtcNow(Second.CutOff.AddMinutes(-1));
        await AssertNothingIsLateAsync();

        // Another process, or the same after a restart, begins with the same moment.
        time.SetUtcNow(Second.CutOff.AddHours(2));
        Assert.Equal(Second, (await Watch().CheckAsync()).Slot);
    }

    [Fact]
    public async Task A_slot_is_late_when_the_watch_is_new_but_the_runs_are_not()
    {
        await OpenAsync(First);
        await CompleteAsync(First);
        time.SetUtcNow(Second.CutOff.AddHours(2));

        Assert.Equal(Second, (await watch.CheckAsync()).Slot);
    }

    [Fact]
    public async Task Only_the_latest_slot_is_late_because_an_earlier_one_runs_no_more()
    {
        await watch.CheckAsync();
        time.SetUtcNow(Second.CutOff.AddMinutes(30));
        await AssertNothingIsLateAsync();
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(Second, (await watch.CheckAsync()).Slot);
    }

    [Fact]
    public async Task A_run_is_late_when_it_is_not_completed_a_day_after_it_was_opened()
    {
        time.SetUtcNow(First.CutOff);
        await OpenAsync(First);
        RunItem[] items = [new("PAY-1", 1, Money.Of(1), SettlementOutcome.Paid), new("PAY-2", 1, Money.Of(1)), new("PAY-3", 1, Money.Of(1), SettlementOutcome.Held)];
        await runs.Items.AddAsync($"week-{First.Key}", 0, items, CancellationToken.None);
        await runs.Items.NoteAsync($"week-{First.Key}", 0, [items[0], items[2]], CancellationToken.None);
        time.Advance(TimeSpan.FromHours(24));
        await AssertNothingIsLateAsync();

        time.Advance(TimeSpan.FromHours(2));
        var report = await watch.CheckAsync();

        Assert.Null(report.Slot);
        Assert.Equal([new LateRun("week-2026-11-25", First.CutOff, 1, 3)], report.Runs);
        var (id, level, text) = Assert.Single(log.Lines);
        Assert.Equal((2105, LogLevel.Error), (id, level));
        Assert.Contains("week-2026-11-25", text, StringComparison.Ordinal);
        Assert.Contains("after 26 h: 1 of its 3 payments", text, StringComparison.Ordinal);

        await CompleteAsync(First);
        Assert.Empty((await watch.CheckAsync()).Runs);
    }

    [Fact]
    public async Task An_off_cycle_run_is_late_in_the_same_way()
    {
        await runs.OpenAsync(new Run("off-1", RunStatus.Running, Begin, null, "because", "operations", Begin), CancellationToken.None);
        time.Advance(TimeSpan.FromHours(25));

        Assert.Equal(["off-1"], (await watch.CheckAsync()).Runs.Select(run => run.RunId));
    }

    [Fact]
    public async Task All_who_watch_at_one_time_agree_on_when_it_began()
    {
        var since = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() => new RunRecords(tables).WatchedSinceAsync(Begin.AddMinutes(number), CancellationToken.None))));

        Assert.Single(since.Distinct());
        Assert.Equal(since[0], await runs.WatchedSinceAsync(Begin.AddDays(1), CancellationToken.None));
    }

    private RunWatch Watch() => new(new RunRecords(tables), new AgencyCalendar(time), log.CreateLogger<RunWatch>());

    private async Task AssertNothingIsLateAsync()
    {
        var report = await watch.CheckAsync();
        Assert.Null(report.Slot);
        Assert.Empty(report.Runs);
        Assert.Empty(log.Lines);
    }

    private async Task OpenAsync(RunSlot slot)
    {
        var id = $"week-{slot.Key}";
        await runs.ClaimSlotAsync(slot.Key, id, CancellationToken.None);
        await runs.OpenAsync(new Run(id, RunStatus.Running, slot.CutOff, slot.Key, "weekly run", "schedule", time.GetUtcNow()), CancellationToken.None);
    }

    private async Task CompleteAsync(RunSlot slot)
    {
        var run = await runs.FindAsync($"week-{slot.Key}") ?? throw new InvalidOperationException($"The run of {slot.Key} is not there.");
        await runs.PutAsync(run with { Status = RunStatus.Completed }, CancellationToken.None);
    }
}
