using Microsoft.Extensions.Time.Testing;
using Serverless.Durable.Embedded;

namespace Serverless.Durable.Tests.Embedded;

/// <summary>Messages that cannot be delivered are tried again, parked after the last attempt, and go on when requeued.</summary>
public sealed class ParkingTests : IAsyncDisposable
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 4, 12, 0, 0, TimeSpan.Zero));
    private readonly EngineHouse house;

    public ParkingTests() => house = new EngineHouse { Time = time };

    public async ValueTask DisposeAsync() => await house.DisposeAsync();

    [Fact]
    public async Task Unknown_activity_is_parked_and_runs_once_it_is_known_and_requeued()
    {
        var engine = await house.StartAsync(Registry(known: false));
        var id = await engine.ScheduleNewOrchestrationInstanceAsync("CallsMissing");
        var neighbour = await engine.ScheduleNewOrchestrationInstanceAsync("Hears");
        var parked = Assert.Single(await ParkedAsync(engine));
        await engine.RaiseEventAsync(neighbour, "Number", 7);
        Assert.Equal(7, (await Eventually.CompletesAsync(engine, neighbour)).ReadOutputAs<int>());

        engine = await house.RestartAsync(Registry(known: true));
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await engine.GetInstanceAsync(id))!.RuntimeStatus);
        Assert.True(await engine.RequeueAsync(parked.Id));
        var done = await Eventually.CompletesAsync(engine, id);

        Assert.Equal(("Missing", id, house.Options.DeliveryAttemptsMax), (parked.Name, parked.InstanceId, parked.Attempts));
        Assert.Equal("found", done.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Activity_whose_input_cannot_be_read_is_parked()
    {
        var engine = await house.StartAsync(Registry(known: true));
        await engine.ScheduleNewOrchestrationInstanceAsync("CallsWithText");

        var parked = Assert.Single(await ParkedAsync(engine));

        Assert.Equal(HistoryEventType.TaskScheduled, parked.Type);
        Assert.Contains("NeedsNumber", parked.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Event_that_the_wait_cannot_read_is_parked_and_the_next_one_is_heard()
    {
        var engine = await house.StartAsync(Registry(known: true));
        var id = await engine.ScheduleNewOrchestrationInstanceAsync("Hears");
        await engine.WaitForInstanceStartAsync(id);
        await engine.RaiseEventAsync(id, "Number", "no number");
        await engine.RaiseEventAsync(id, "Number", 5);

        var parked = Assert.Single(await ParkedAsync(engine));
        var done = await Eventually.CompletesAsync(engine, id);

        Assert.Equal(("Number", "\"no number\""), (parked.Name, parked.Payload));
        Assert.Equal(5, done.ReadOutputAs<int>());
        Assert.False(await engine.RequeueAsync(parked.Id));
    }

    [Fact]
    public async Task Event_that_came_early_and_cannot_be_read_is_parked_too()
    {
        var engine = await house.StartAsync(Registry(known: true));
        var id = await engine.ScheduleNewOrchestrationInstanceAsync("HearsLater");
        await engine.RaiseEventAsync(id, "Number", "no number");
        await engine.RaiseEventAsync(id, "Number", 5);
        await engine.RaiseEventAsync(id, "Go");

        var done = await Eventually.CompletesAsync(engine, id);

        Assert.Equal(5, done.ReadOutputAs<int>());
        Assert.Equal("\"no number\"", Assert.Single(await engine.GetParkedAsync()).Payload);
    }

    [Fact]
    public async Task Unknown_orchestrator_is_parked_and_starts_once_it_is_known_and_requeued()
    {
        var engine = await house.StartAsync(new TaskRegistry());
        var id = await engine.ScheduleNewOrchestrationInstanceAsync("Hears");
        var parked = Assert.Single(await ParkedAsync(engine));

        engine = await house.RestartAsync(Registry(known: true));
        Assert.True(await engine.RequeueAsync(parked.Id));
        await engine.RaiseEventAsync(id, "Number", 3);
        var done = await Eventually.CompletesAsync(engine, id);

        Assert.Equal((HistoryEventType.ExecutionStarted, "Hears"), (parked.Type, parked.Name));
        Assert.Equal(3, done.ReadOutputAs<int>());
    }

    [Fact]
    public async Task Start_is_parked_once_and_goes_on_in_the_same_run_when_requeued()
    {
        var registry = new TaskRegistry();
        var engine = await house.StartAsync(registry);
        var id = await engine.ScheduleNewOrchestrationInstanceAsync("Late");
        var parked = Assert.Single(await ParkedAsync(engine));
        for (var minute = 0; minute < 5; minute++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
        }

        registry.AddOrchestrator<object?, string>("Late", (_, _) => Task.FromResult("at last"));
        Assert.True(await engine.RequeueAsync(parked.Id));
        var done = await Eventually.CompletesAsync(engine, id);

        Assert.Equal("at last", done.ReadOutputAs<string>());
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

    private static TaskRegistry Registry(bool known)
    {
        var registry = new TaskRegistry()
            .AddActivity<int, int>("NeedsNumber", (_, value) => Task.FromResult(value))
            .AddOrchestrator<object?, string>("CallsMissing", (context, _) => context.CallActivityAsync<string>("Missing"))
            .AddOrchestrator<object?, int>("CallsWithText", (context, _) => context.CallActivityAsync<int>("NeedsNumber", "text"))
            .AddOrchestrator<object?, int>("Hears", (context, _) => context.WaitForExternalEvent<int>("Number"))
            .AddOrchestrator<object?, int>("HearsLater", async (context, _) =>
            {
                await context.WaitForExternalEvent<object?>("Go");
                return await context.WaitForExternalEvent<int>("Number");
            });
        return known ? registry.AddActivity<object?, string>("Missing", (_, _) => Task.FromResult("found")) : registry;
    }
}
