namespace Serverless.Durable.Tests.Embedded;

/// <summary>Code that changed under live instances, or that is not the engine's to run.</summary>
public sealed class NonDeterminismTests : IAsyncDisposable
{
    private readonly EngineHouse house = new();

    public async ValueTask DisposeAsync() => await house.DisposeAsync();

    [Fact]
    public async Task Changed_code_fails_its_instance_alone_and_names_both_sides()
    {
        var engine = await house.StartAsync(Registry(context => context.CallActivityAsync<string>("Old")));
        var changed = await engine.ScheduleNewOrchestrationInstanceAsync("Changed");
        var unchanged = await engine.ScheduleNewOrchestrationInstanceAsync("Unchanged");
        await Eventually.HasStatusAsync(engine, changed, "waiting");
        await Eventually.HasStatusAsync(engine, unchanged, "waiting");

        engine = await house.RestartAsync(Registry(context => context.CallActivityAsync<string>("New")));
        await engine.RaiseEventAsync(changed, "Go");
        await engine.RaiseEventAsync(unchanged, "Go");
        var failed = await Eventually.CompletesAsync(engine, changed);
        var completed = await Eventually.CompletesAsync(engine, unchanged);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.True(failed.FailureDetails!.IsCausedBy<NonDeterministicOrchestrationException>());
        Assert.Contains("'Old'", failed.FailureDetails.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("'New'", failed.FailureDetails.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, completed.RuntimeStatus);
    }

    [Fact]
    public async Task Replay_that_never_asks_for_what_was_recorded_fails_the_instance()
    {
        var engine = await house.StartAsync(Registry(context => context.CallActivityAsync<string>("Old")));
        var id = await engine.ScheduleNewOrchestrationInstanceAsync("Changed");
        await Eventually.HasStatusAsync(engine, id, "waiting");

        engine = await house.RestartAsync(Registry(_ => Task.CompletedTask));
        await engine.RaiseEventAsync(id, "Go");
        var failed = await Eventually.CompletesAsync(engine, id);

        Assert.True(failed.FailureDetails!.IsCausedBy<NonDeterministicOrchestrationException>());
        Assert.Contains("TaskScheduled 'Old'", failed.FailureDetails.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Difference_fails_the_instance_though_its_code_catches_everything()
    {
        static async Task CatchAllAsync(OrchestrationContext context)
        {
            try
            {
                await context.CallActivityAsync<string>("New");
            }
            catch (Exception)
            {
                context.SetCustomStatus("caught");
            }
        }

        var engine = await house.StartAsync(Registry(context => context.CallActivityAsync<string>("Old")));
        var id = await engine.ScheduleNewOrchestrationInstanceAsync("Changed");
        await Eventually.HasStatusAsync(engine, id, "waiting");

        engine = await house.RestartAsync(Registry(CatchAllAsync));
        await engine.RaiseEventAsync(id, "Go");
        var failed = await Eventually.CompletesAsync(engine, id);

        Assert.True(failed.FailureDetails!.IsCausedBy<NonDeterministicOrchestrationException>());
    }

    public static TheoryData<string, Func<Task>> ForeignAwaits => new()
    {
        { "Task.Delay", () => Task.Delay(5) },
        { "Task.Run", () => Task.Run(() => Thread.Sleep(5)) },
        { "ConfigureAwait(false)", async () => await Task.Delay(5).ConfigureAwait(false) },
        { "a task that never ends", () => new TaskCompletionSource().Task },
    };

    [Theory]
    [MemberData(nameof(ForeignAwaits))]
    public async Task Orchestrator_that_awaits_something_foreign_fails_and_says_so(string what, Func<Task> foreign)
    {
        var registry = new TaskRegistry()
            .AddActivity<object?, int>("One", (_, _) => Task.FromResult(1))
            .AddOrchestrator<object?, int>("Strays", async (context, _) =>
            {
                await foreign();
                return await context.CallActivityAsync<int>("One");
            });
        var engine = await house.StartAsync(registry);
        var id = await engine.ScheduleNewOrchestrationInstanceAsync("Strays");

        var failed = await Eventually.CompletesAsync(engine, id);

        Assert.True(failed.RuntimeStatus == OrchestrationRuntimeStatus.Failed, what);
        Assert.Contains("Do that in an activity", failed.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timer_cancelled_by_another_thread_fails_the_instance_and_not_the_process()
    {
        using var source = new CancellationTokenSource();
        var registry = new TaskRegistry().AddOrchestrator<object?, string>("Strays", async (context, _) =>
        {
            context.SetCustomStatus("waiting");
            await context.CreateTimer(TimeSpan.FromDays(1), source.Token);
            return "done";
        });
        var engine = await house.StartAsync(registry);
        var id = await engine.ScheduleNewOrchestrationInstanceAsync("Strays");
        await Eventually.HasStatusAsync(engine, id, "waiting");

        source.CancelAfter(1);
        var failed = await Eventually.CompletesAsync(engine, id);

        Assert.Contains("CancelAfter", failed.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Foreign_await_beside_an_open_wait_fails_the_instance_too()
    {
        var registry = new TaskRegistry().AddOrchestrator<object?, string>("Strays", async (context, _) =>
        {
            var word = context.WaitForExternalEvent<string>("Word");
            await Task.Delay(5);
            return await word;
        });
        var engine = await house.StartAsync(registry);
        var id = await engine.ScheduleNewOrchestrationInstanceAsync("Strays");

        var failed = await Eventually.CompletesAsync(engine, id);

        Assert.Contains("Do that in an activity", failed.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    private static TaskRegistry Registry(Func<OrchestrationContext, Task> step) => new TaskRegistry()
        .AddActivity<object?, string>("Old", (_, _) => Task.FromResult("old"))
        .AddActivity<object?, string>("New", (_, _) => Task.FromResult("new"))
        .AddOrchestrator<object?, string>("Changed", async (context, _) =>
        {
            await step(context);
            context.SetCustomStatus("waiting");
            await context.WaitForExternalEvent<object?>("Go");
            return "done";
        })
        .AddOrchestrator<object?, string>("Unchanged", async (context, _) =>
        {
            await context.CallActivityAsync<string>("Old");
            context.SetCustomStatus("waiting");
            await context.WaitForExternalEvent<object?>("Go");
            return "done";
        });
}
