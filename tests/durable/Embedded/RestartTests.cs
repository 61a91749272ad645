using System.Collections.Concurrent;

namespace Serverless.Durable.Tests.Embedded;

/// <summary>What is committed stands, whatever becomes of the process; what is not is done again.</summary>
public sealed class RestartTests : IAsyncDisposable
{
    private readonly EngineHouse house = new();
    private readonly ConcurrentQueue<string> calls = new();
    private readonly TaskRegistry registry = new();

    public RestartTests()
    {
        registry
            .AddActivity<string, string>("Note", (_, text) =>
            {
                calls.Enqueue(text);
                return Task.FromResult(text);
            })
            .AddOrchestrator<object?, string>("Steps", async (context, _) =>
            {
                var ids = $"{context.NewGuid():N} {context.CurrentUtcDateTime:o}";
                var first = await context.CallActivityAsync<string>("Note", ids);
                context.SetCustomStatus("between");
                var word = await context.WaitForExternalEvent<string>("Word");
                await context.CallActivityAsync<string>("Note", word);
                return $"{first == ids} {context.IsReplaying}";
            });
    }

    public async ValueTask DisposeAsync() => await house.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Instance_goes_on_where_it_was_after_a_restart_and_repeats_no_recorded_activity(bool crash)
    {
        var engine = await house.StartAsync(registry);
        var id = await engine.ScheduleNewOrchestrationInstanceAsync("Steps");
        await Eventually.HasStatusAsync(engine, id, "between");

        engine = crash ? await house.CrashAndRestartAsync(registry) : await house.RestartAsync(registry);
        await engine.RaiseEventAsync(id, "Word", "go on");
        var done = await Eventually.CompletesAsync(engine, id);

        Assert.Equal("True False", done.ReadOutputAs<string>());
        Assert.Equal(2, calls.Count);
    }

    [Fact]
    public async Task Event_raised_before_a_crash_is_heard_after_it()
    {
        var engine = await house.StartAsync(registry);
        var id = await engine.ScheduleNewOrchestrationInstanceAsync("Steps");
        await engine.RaiseEventAsync(id, "Word", "before");

        engine = await house.CrashAndRestartAsync(registry);
        var done = await Eventually.CompletesAsync(engine, id);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, done.RuntimeStatus);
        Assert.Contains("before", calls);
    }

    [Fact]
    public async Task Activity_cut_off_by_a_stop_is_called_again()
    {
        using var entered = new SemaphoreSlim(0);
        var attempts = 0;
        registry
            .AddActivity<object?, string>("Slow", async (context, _) =>
            {
                var attempt = Interlocked.Increment(ref attempts);
                entered.Release();
                if (attempt == 1)
                {
                    await Task.Delay(Timeout.Infinite, context.CancellationToken);
                }

                return $"attempt {attempt}";
            })
            .AddOrchestrator<object?, string>("CallsSlow", (context, _) => context.CallActivityAsync<string>("Slow"));
        house.Options = house.Options with { StopGrace = TimeSpan.FromMilliseconds(50) };
        var engine = await house.StartAsync(registry);
        var id = await engine.ScheduleNewOrchestrationInstanceAsync("CallsSlow");
        Assert.True(await entered.WaitAsync(TimeSpan.FromSeconds(60)));

        engine = await house.RestartAsync(registry);
        var done = await Eventually.CompletesAsync(engine, id);

        Assert.Equal("attempt 2", done.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Activity_that_answers_its_cancellation_with_a_failure_of_its_own_is_called_again()
    {
        using var entered = new SemaphoreSlim(0);
        var attempts = 0;
        registry
            .AddActivity<object?, string>("Slow", async (context, _) =>
            {
                var attempt = Interlocked.Increment(ref attempts);
                entered.Release();
                if (attempt == 1)
                {
                    await Task.Delay(Timeout.Infinite, context.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    throw new InvalidOperationException("broken off");
                }

                return $"attempt {attempt}";
            })
            .AddOrchestrator<object?, string>("CallsSlow", (context, _) => context.CallActivityAsync<string>("Slow"));
        house.Options = house.Options with { StopGrace = TimeSpan.FromMilliseconds(50), StopAfterCancel = TimeSpan.FromSeconds(60) };
        var engine = await house.StartAsync(registry);
        var id = await engine.ScheduleNewOrchestrationInstanceAsync("CallsSlow");
        Assert.True(await entered.WaitAsync(TimeSpan.FromSeconds(60)));

        engine = await house.RestartAsync(registry);
        var done = await Eventually.CompletesAsync(engine, id);

        Assert.Equal("attempt 2", done.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Activity_that_finishes_during_the_stop_may_use_the_engine_until_then()
    {
        using var entered = new SemaphoreSlim(0);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        registry
            .AddActivity<object?, string>("Raises", async (context, _) =>
            {
                entered.Release();
                await go.Task;
                await house.Engine.RaiseEventAsync(context.InstanceId, "Word", "raised");
                return "during the stop";
            })
            .AddOrchestrator<object?, string>("Hears", async (context, _) =>
            {
                var result = await context.CallActivityAsync<string>("Raises");
                return $"{await context.WaitForExternalEvent<string>("Word")} {result}";
            });
        house.Options = house.Options with { StopGrace = TimeSpan.FromSeconds(60) };
        var engine = await house.StartAsync(registry);
        var id = await engine.ScheduleNewOrchestrationInstanceAsync("Hears");
        Assert.True(await entered.WaitAsync(TimeSpan.FromSeconds(60)));

        var stop = engine.StopAsync();
        var secondStop = engine.StopAsync();
        Assert.False(secondStop.IsCompleted);
        go.SetResult();
        await stop;
        await secondStop;
        engine = await house.RestartAsync(registry);
        var done = await Eventually.CompletesAsync(engine, id);

        Assert.Equal("raised during the stop", done.ReadOutputAs<string>());
        Assert.Equal(0, entered.CurrentCount);
    }

    [Fact]
    public async Task Everything_acknowledged_before_a_crash_under_load_completes_after_it()
    {
        registry
            .AddActivity<int, int>("Increment", (_, value) => Task.FromResult(value + 1))
            .AddOrchestrator<int, int>("Counts", async (context, value) =>
            {
                for (var step = 0; step < 5; step++)
                {
                    value = await context.CallActivityAsync<int>("Increment", value);
                }

                return value;
            });
        var engine = await house.StartAsync(registry);
        var ids = await Task.WhenAll(Enumerable.Range(0, 200).Select(value => engine.ScheduleNewOrchestrationInstanceAsync("Counts", value)));

        for (var crash = 0; crash < 3; crash++)
        {
            engine = await house.CrashAndRestartAsync(registry);
        }

        for (var value = 0; value < ids.Length; value++)
        {
            Assert.Equal(value + 5, (await Eventually.CompletesAsync(engine, ids[value])).ReadOutputAs<int>());
        }
    }

    [Fact]
    public async Task Result_that_comes_after_termination_and_purge_brings_nothing_back()
    {
        using var entered = new SemaphoreSlim(0);
        var release = new TaskCompletionSource<string>();
        registry
            .AddActivity<object?, string>("Held", (_, _) =>
            {
                entered.Release();
                return release.Task;
            })
            .AddOrchestrator<object?, string>("CallsHeld", (context, _) => context.CallActivityAsync<string>("Held"));
        var engine = await house.StartAsync(registry);
        var options = new StartOrchestrationOptions("held");
        await engine.ScheduleNewOrchestrationInstanceAsync("CallsHeld", null, options);
        Assert.True(await entered.WaitAsync(TimeSpan.FromSeconds(60)));
        await engine.TerminateInstanceAsync("held");
        await Eventually.CompletesAsync(engine, "held");
        Assert.True(await engine.PurgeInstanceAsync("held"));

        release.SetResult("late");
        await engine.ScheduleNewOrchestrationInstanceAsync("Steps", null, options);
        await Eventually.HasStatusAsync(engine, "held", "between");

        Assert.DoesNotContain((await engine.GetHistoryAsync("held"))!.Events, recorded => recorded.Payload == "\"late\"");
    }
}
