using Microsoft.Extensions.Time.Testing;

namespace Serverless.Durable.Tests.Embedded;

/// <summary>Timers follow the given clock, over restarts and whoever sets it.</summary>
public sealed class TimerTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider time = new(Start);
    private readonly EngineHouse house;
    private readonly TaskRegistry registry = new();

    public TimerTests()
    {
        house = new EngineHouse { Time = time };
        registry.AddOrchestrator<double, string>("Waits", async (context, days) =>
        {
            context.SetCustomStatus("waiting");
            await context.CreateTimer(TimeSpan.FromDays(days), CancellationToken.None);
            return context.CurrentUtcDateTime.ToString("u");
        });
    }

    public async ValueTask DisposeAsync() => await house.DisposeAsync();

    [Fact]
    public async Task Timer_of_sixty_days_fires_then_and_not_before()
    {
        var engine = await house.StartAsync(registry);
        var id = await engine.ScheduleNewOrchestrationInstanceAsync("Waits", 60.0);
        await Eventually.HasStatusAsync(engine, id, "waiting");

        time.Advance(TimeSpan.FromDays(59));
        var witness = await engine.ScheduleNewOrchestrationInstanceAsync("Waits", 0.0);
        await Eventually.CompletesAsync(engine, witness);
        var before = await engine.GetInstanceAsync(id);
        time.Advance(TimeSpan.FromDays(1));
        var done = await Eventually.CompletesAsync(engine, id);

        Assert.Equal(OrchestrationRuntimeStatus.Running, before!.RuntimeStatus);
        Assert.Equal("2026-05-03 12:00:00Z", done.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Timer_that_came_due_while_nothing_ran_fires_after_the_restart()
    {
        var engine = await house.StartAsync(registry);
        var id = await engine.ScheduleNewOrchestrationInstanceAsync("Waits", 1.0);
        await Eventually.HasStatusAsync(engine, id, "waiting");

        await house.StopAsync();
        time.Advance(TimeSpan.FromDays(3));
        engine = await house.StartAsync(registry);
        var done = await Eventually.CompletesAsync(engine, id);

        Assert.Equal("2026-03-07 12:00:00Z", done.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Timer_made_after_the_clock_was_set_back_waits_for_its_time()
    {
        var clock = new SteppingClock(time);
        await using var other = new EngineHouse { Time = clock };
        var engine = await other.StartAsync(registry);
        var first = await engine.ScheduleNewOrchestrationInstanceAsync("Waits", 0.0);
        await Eventually.CompletesAsync(engine, first);

        clock.Offset = TimeSpan.FromDays(-10);
        var id = await engine.ScheduleNewOrchestrationInstanceAsync("Waits", 1.0);
        await Eventually.HasStatusAsync(engine, id, "waiting");
        var witness = await engine.ScheduleNewOrchestrationInstanceAsync("Waits", 0.0);
        await Eventually.CompletesAsync(engine, witness);
        var before = await engine.GetInstanceAsync(id);
        time.Advance(TimeSpan.FromDays(1));
        var done = await Eventually.CompletesAsync(engine, id);

        Assert.Equal(OrchestrationRuntimeStatus.Running, before!.RuntimeStatus);
        Assert.Equal("2026-02-23 12:00:00Z", done.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Timer_follows_a_clock_that_is_set_forward()
    {
        var clock = new SteppingClock(time);
        await using var other = new EngineHouse { Time = clock };
        var engine = await other.StartAsync(registry);
        var id = await engine.ScheduleNewOrchestrationInstanceAsync("Waits", 30.0);
        await Eventually.HasStatusAsync(engine, id, "waiting");

        clock.Offset = TimeSpan.FromDays(31);
        time.Advance(other.Options.ClockCheck);
        var done = await Eventually.CompletesAsync(engine, id);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, done.RuntimeStatus);
    }

    [Fact]
    public async Task Many_timers_of_one_instant_all_fire()
    {
        registry.AddOrchestrator<int, int>("Many", async (context, count) =>
        {
            var timers = Enumerable.Range(0, count).Select(_ => context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None)).ToArray();
            context.SetCustomStatus("waiting");
            await Task.WhenAll(timers);
            return timers.Length;
        });
        var engine = await house.StartAsync(registry);
        var id = await engine.ScheduleNewOrchestrationInstanceAsync("Many", 700);
        await Eventually.HasStatusAsync(engine, id, "waiting");

        time.Advance(TimeSpan.FromHours(1));
        var done = await Eventually.CompletesAsync(engine, id);

        Assert.Equal(700, done.ReadOutputAs<int>());
    }

    [Fact]
    public async Task Scheduled_start_survives_a_restart_and_keeps_what_came_before_it()
    {
        registry.AddOrchestrator<object?, string>("Hears", async (context, _) => $"{await context.WaitForExternalEvent<string>("Word")} {context.CurrentUtcDateTime:u}");
        var engine = await house.StartAsync(registry);
        var id = await engine.ScheduleNewOrchestrationInstanceAsync("Hears", null, new StartOrchestrationOptions("later", Start.AddDays(2)));
        await engine.RaiseEventAsync(id, "Word", "early");

        engine = await house.RestartAsync(registry);
        await engine.RaiseEventAsync(id, "Word", "unheard");
        var pending = await engine.GetInstanceAsync(id);
        time.Advance(TimeSpan.FromDays(2));
        var done = await Eventually.CompletesAsync(engine, id);

        Assert.Equal(OrchestrationRuntimeStatus.Pending, pending!.RuntimeStatus);
        Assert.Equal("early 2026-03-06 12:00:00Z", done.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Start_is_told_as_running_though_its_first_turn_continues_as_new()
    {
        registry.AddOrchestrator<bool, string>("Again", async (context, again) =>
        {
            if (!again)
            {
                context.SetCustomStatus("once more");
                context.ContinueAsNew(true);
                return string.Empty;
            }

            return await context.WaitForExternalEvent<string>("Word");
        });
        var engine = await house.StartAsync(registry);
        var id = await engine.ScheduleNewOrchestrationInstanceAsync("Again", false, new StartOrchestrationOptions("again", Start.AddHours(1)));

        var starting = engine.WaitForInstanceStartAsync(id);
        time.Advance(TimeSpan.FromHours(1));
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var started = await starting.WaitAsync(deadline.Token);

        Assert.Equal(OrchestrationRuntimeStatus.Running, started.RuntimeStatus);
    }

    [Fact]
    public async Task Due_timer_that_finds_no_room_waits_for_room_without_looking_over_and_over()
    {
        var clock = new SteppingClock(time);
        await using var other = new EngineHouse { Time = clock };
        other.Options = other.Options with { LiveInstancesMax = 1 };
        using var entered = new SemaphoreSlim(0);
        var held = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        registry
            .AddActivity<object?, int>("Holds", (_, _) =>
            {
                entered.Release();
                return held.Task;
            })
            .AddOrchestrator<object?, int>("CallsHolds", (context, _) => context.CallActivityAsync<int>("Holds"));
        var engine = await other.StartAsync(registry);
        var id = await engine.ScheduleNewOrchestrationInstanceAsync("Waits", 1.0);
        await Eventually.HasStatusAsync(engine, id, "waiting");
        var holder = await engine.ScheduleNewOrchestrationInstanceAsync("CallsHolds");
        Assert.True(await entered.WaitAsync(TimeSpan.FromSeconds(60)));

        var before = clock.Looks;
        time.Advance(TimeSpan.FromDays(1));
        await Eventually.HoldsAsync(() => clock.Looks > before, "a look at the timers");
        for (var write = 0; write < 100; write++)
        {
            await other.Database.WriteAsync(session => session.Execute("UPDATE durable_meta SET value = value WHERE key = 'starts'"));
        }

        var looks = clock.Looks - before;
        held.SetResult(1);
        await Eventually.CompletesAsync(engine, holder);
        var done = await Eventually.CompletesAsync(engine, id);

        Assert.InRange(looks, 1, 20);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, done.RuntimeStatus);
    }

    /// <summary>A wall clock that somebody sets; elapsed time goes on as it was.</summary>
    private sealed class SteppingClock(FakeTimeProvider inner) : TimeProvider
    {
        private int looks;

        /// <summary>How often somebody looked at it.</summary>
        public int Looks => Volatile.Read(ref looks);

        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow()
        {
            Interlocked.Increment(ref looks);
            return inner.GetUtcNow() + Offset;
        }

        public override long GetTimestamp() => inner.GetTimestamp();

        public override long TimestampFrequency => inner.TimestampFrequency;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
            => inner.CreateTimer(callback, state, dueTime, period);
    }
}
