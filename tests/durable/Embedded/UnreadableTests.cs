using Microsoft.Extensions.Time.Testing;
using Serverless.Durable.Embedded;

namespace Serverless.Durable.Tests.Embedded;

/// <summary>What cannot be read or written blames its own message or instance, and nobody else.</summary>
public sealed class UnreadableTests : IAsyncDisposable
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 4, 12, 0, 0, TimeSpan.Zero));
    private readonly EngineHouse house;

    public UnreadableTests() => house = new EngineHouse { Time = time };

    public async ValueTask DisposeAsync() => await house.DisposeAsync();

    [Fact]
    public async Task Unreadable_event_during_a_suspension_is_parked_at_the_resume_and_survives_a_replay()
    {
        var registry = new TaskRegistry().AddOrchestrator<object?, int>("Hears", async (context, _) =>
        {
            var first = await context.WaitForExternalEvent<int>("Number");
            context.SetCustomStatus("first");
            return first + await context.WaitForExternalEvent<int>("Number");
        });
        var engine = await house.StartAsync(registry);
        var id = await engine.ScheduleNewOrchestrationInstanceAsync("Hears");
        await engine.SuspendInstanceAsync(id);
        await engine.RaiseEventAsync(id, "Number", "no number");
        await engine.RaiseEventAsync(id, "Number", 5);
        await engine.ResumeInstanceAsync(id);
        await Eventually.HasStatusAsync(engine, id, "first");
        var parked = Assert.Single(await engine.GetParkedAsync());

        engine = await house.RestartAsync(registry);
        await engine.RaiseEventAsync(id, "Number", 2);
        var done = await Eventually.CompletesAsync(engine, id);

        Assert.Equal("\"no number\"", parked.Payload);
        Assert.Equal(7, done.ReadOutputAs<int>());
        Assert.Single(await engine.GetParkedAsync());
    }

    [Fact]
    public async Task Open_activity_runs_after_a_restart_though_an_event_of_its_instance_is_parked()
    {
        var held = new TaskCompletionSource<int>();
        TaskRegistry Registry(Func<Task<int>> run) => new TaskRegistry()
            .AddActivity<object?, int>("First", (_, _) => run())
            .AddOrchestrator<object?, int>("Both", async (context, _) =>
            {
                var first = context.CallActivityAsync<int>("First");
                return await context.WaitForExternalEvent<int>("Number") + await first;
            });
        var engine = await house.StartAsync(Registry(() => held.Task));
        var id = await engine.ScheduleNewOrchestrationInstanceAsync("Both");
        await engine.RaiseEventAsync(id, "Number", "no number");
        await ParkedAsync(engine);

        await house.CrashAsync();
        engine = await house.StartAsync(Registry(() => Task.FromResult(3)));
        await engine.RaiseEventAsync(id, "Number", 4);
        var done = await Eventually.CompletesAsync(engine, id);

        Assert.Equal(7, done.ReadOutputAs<int>());
    }

    [Fact]
    public async Task Instance_whose_recorded_event_is_no_longer_readable_fails_alone_and_repeats_no_activity()
    {
        var calls = 0;
        TaskRegistry Registry<T>() => new TaskRegistry()
            .AddActivity<object?, int>("Counts", (_, _) => Task.FromResult(Interlocked.Increment(ref calls)))
            .AddOrchestrator<object?, string>("Hears", async (context, _) =>
            {
                var counted = context.CallActivityAsync<int>("Counts");
                await context.WaitForExternalEvent<T>("Word");
                await counted;
                context.SetCustomStatus("heard");
                await context.WaitForExternalEvent<object?>("Go");
                return "done";
            });
        var engine = await house.StartAsync(Registry<string>());
        var id = await engine.ScheduleNewOrchestrationInstanceAsync("Hears");
        await engine.RaiseEventAsync(id, "Word", "no number");
        await Eventually.HasStatusAsync(engine, id, "heard");

        engine = await house.RestartAsync(Registry<int>());
        await engine.RaiseEventAsync(id, "Go");
        var failed = await Eventually.CompletesAsync(engine, id);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Contains("'Word'", failed.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(1, calls);
        Assert.Empty(await engine.GetParkedAsync());
    }

    [Fact]
    public async Task Instance_whose_orchestrator_is_gone_can_be_terminated()
    {
        var registry = new TaskRegistry().AddOrchestrator<object?, string>("Gone", async (context, _) =>
        {
            await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
            return "done";
        });
        var engine = await house.StartAsync(registry);
        var id = await engine.ScheduleNewOrchestrationInstanceAsync("Gone");
        await engine.WaitForInstanceStartAsync(id);

        engine = await house.RestartAsync(new TaskRegistry());
        await engine.TerminateInstanceAsync(id, "no longer wanted");
        var done = await Eventually.CompletesAsync(engine, id);

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, done.RuntimeStatus);
        Assert.Equal("no longer wanted", done.ReadOutputAs<string>());
        Assert.Empty(await engine.GetParkedAsync());
    }

    [Fact]
    public async Task Status_and_input_that_cannot_be_written_fail_in_the_code_which_may_catch_it()
    {
        var registry = new TaskRegistry()
            .AddActivity<int, int>("Same", (_, value) => Task.FromResult(value))
            .AddOrchestrator<object?, string>("Catches", async (context, _) =>
            {
                Assert.Throws<NotSupportedException>(() => context.SetCustomStatus(typeof(string)));
                Assert.Throws<NotSupportedException>(() =>
                {
                    _ = context.CallActivityAsync<int>("Same", typeof(string));
                });
                await context.CallActivityAsync<int>("Same", 1);
                context.SetCustomStatus("caught");
                await context.WaitForExternalEvent<object?>("Go");
                return "done";
            });
        var engine = await house.StartAsync(registry);
        var id = await engine.ScheduleNewOrchestrationInstanceAsync("Catches");
        await Eventually.HasStatusAsync(engine, id, "caught");

        engine = await house.RestartAsync(registry);
        await engine.RaiseEventAsync(id, "Go");
        var done = await Eventually.CompletesAsync(engine, id);

        Assert.Equal("done", done.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Payload_that_its_type_refuses_is_parked_like_any_that_cannot_be_read()
    {
        var registry = new TaskRegistry()
            .AddActivity<RetryPolicy, int>("Takes", (_, policy) => Task.FromResult(policy.MaxNumberOfAttempts))
            .AddOrchestrator<int, int>("Calls", (context, number) => context.CallActivityAsync<int>("Takes", new { maxNumberOfAttempts = number, firstRetryInterval = TimeSpan.FromSeconds(1) }));
        var engine = await house.StartAsync(registry);
        await engine.ScheduleNewOrchestrationInstanceAsync("Calls", 0);

        var parked = Assert.Single(await ParkedAsync(engine));

        Assert.Contains("At least one attempt", parked.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parked_event_is_gone_with_its_instance_when_the_id_is_used_again()
    {
        var registry = new TaskRegistry().AddOrchestrator<object?, int>("Hears", (context, _) => context.WaitForExternalEvent<int>("Number"));
        var engine = await house.StartAsync(registry);
        var id = await engine.ScheduleNewOrchestrationInstanceAsync("Hears", null, new StartOrchestrationOptions("one"));
        await engine.RaiseEventAsync(id, "Number", "no number");
        await ParkedAsync(engine);
        await engine.TerminateInstanceAsync(id);
        await Eventually.CompletesAsync(engine, id);

        await engine.ScheduleNewOrchestrationInstanceAsync("Hears", null, new StartOrchestrationOptions("one"));

        Assert.Empty(await engine.GetParkedAsync());
    }

    private async Task<IReadOnlyList<ParkedMessage>> ParkedAsync(EmbeddedEngine engine)
    {
        IReadOnlyList<ParkedMessage> parked = [];
        await Eventually.HoldsAsync(
            async () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                parked = await engine.GetParkedAsync();
                return parked.Count > 0;
            },
            "a parked message");
        return parked;
    }
}
