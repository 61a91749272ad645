using Serverless.Durable.Embedded;

namespace Serverless.Durable.Tests.Embedded;

/// <summary>Few instances fit into memory; all of them come to their end all the same.</summary>
public sealed class EvictionTests : IAsyncDisposable
{
    private readonly EngineHouse house = new();
    private readonly TaskRegistry registry = new();

    public EvictionTests() => registry
        .AddActivity<int, int>("Double", (_, value) => Task.FromResult(value * 2))
        .AddOrchestrator<int, int>("Exchange", async (context, value) =>
        {
            value = await context.CallActivityAsync<int>("Double", value);
            for (var round = 0; round < 3; round++)
            {
                value += await context.WaitForExternalEvent<int>("Add");
                value = await context.CallActivityAsync<int>("Double", value);
            }

            await context.CreateTimer(TimeSpan.FromMilliseconds(5), CancellationToken.None);
            return value;
        });

    public async ValueTask DisposeAsync() => await house.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public async Task Instances_evicted_between_events_give_the_same_results(int liveMax)
    {
        const int Count = 30;
        house.Options = house.Options with { LiveInstancesMax = liveMax };
        var engine = await house.StartAsync(registry);
        var ids = await Task.WhenAll(Enumerable.Range(0, Count).Select(value => engine.ScheduleNewOrchestrationInstanceAsync("Exchange", value)));
        for (var round = 0; round < 3; round++)
        {
            await Task.WhenAll(ids.Select(id => engine.RaiseEventAsync(id, "Add", 1)));
        }

        for (var value = 0; value < Count; value++)
        {
            var done = await Eventually.CompletesAsync(engine, ids[value]);
            Assert.Equal(value * 16 + 14, done.ReadOutputAs<int>());
        }
    }

    [Fact]
    public async Task Starts_beyond_the_places_in_memory_wait_on_disk_and_all_run()
    {
        house.Options = house.Options with { LiveInstancesMax = 3, ActivitiesMax = 2, ActivityQueueMax = 1 };
        registry.AddOrchestrator<int, int>("Once", (context, value) => context.CallActivityAsync<int>("Double", value));
        var engine = await house.StartAsync(registry);

        var ids = await Task.WhenAll(Enumerable.Range(0, 300).Select(value => engine.ScheduleNewOrchestrationInstanceAsync("Once", value)));

        for (var value = 0; value < ids.Length; value++)
        {
            Assert.Equal(value * 2, (await Eventually.CompletesAsync(engine, ids[value])).ReadOutputAs<int>());
        }
    }

    [Fact]
    public async Task Sender_beyond_the_mailbox_is_refused()
    {
        using var release = new ManualResetEventSlim();
        house.Options = house.Options with { MailboxMax = 5, TurnMessagesMax = 1 };
        registry.AddOrchestrator<object?, int>("Blocks", async (context, _) =>
        {
            if (!context.IsReplaying)
            {
                release.Wait(TimeSpan.FromSeconds(60));
            }

            return await context.WaitForExternalEvent<int>("Done");
        });
        var engine = await house.StartAsync(registry);
        var id = await engine.ScheduleNewOrchestrationInstanceAsync("Blocks");
        for (var sent = 0; sent < 5; sent++)
        {
            await engine.RaiseEventAsync(id, "Done", sent);
        }

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => engine.RaiseEventAsync(id, "Done", 6));
        release.Set();
        var done = await Eventually.CompletesAsync(engine, id);

        Assert.Contains(id, refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, done.ReadOutputAs<int>());
    }

    [Fact]
    public async Task Loop_that_asks_without_end_and_awaits_nothing_fails_the_instance()
    {
        house.Options = house.Options with { HistoryEventsMax = 500 };
        registry.AddOrchestrator<object?, int>("Floods", (context, _) =>
        {
            while (true)
            {
                context.SendEvent("nobody", "Word", 1);
            }
        });
        var engine = await house.StartAsync(registry);
        var id = await engine.ScheduleNewOrchestrationInstanceAsync("Floods");

        var done = await Eventually.CompletesAsync(engine, id);

        Assert.Contains("outgrown", done.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_that_outgrows_its_limit_fails_the_instance()
    {
        house.Options = house.Options with { HistoryEventsMax = 50 };
        registry.AddOrchestrator<object?, int>("Endless", async (context, _) =>
        {
            while (true)
            {
                await context.CallActivityAsync<int>("Double", 1);
            }
        });
        var engine = await house.StartAsync(registry);
        var id = await engine.ScheduleNewOrchestrationInstanceAsync("Endless");

        var done = await Eventually.CompletesAsync(engine, id);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        Assert.Contains("ContinueAsNew", done.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(HistoryEventType.ExecutionFailed, (await engine.GetHistoryAsync(id))!.Events[^1].Type);
    }
}
