using Microsoft.Extensions.Time.Testing;
using Serverless.Durable.Embedded;

namespace Serverless.Durable.Tests.Embedded;

/// <summary>A trigger in the database refuses commits, as a full disk would.</summary>
public sealed class CommitFailureTests : IAsyncDisposable
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 4, 12, 0, 0, TimeSpan.Zero));
    private readonly EngineHouse house;
    private readonly TaskRegistry registry = new();
    private int calls;

    public CommitFailureTests()
    {
        house = new EngineHouse { Time = time };
        registry
            .AddActivity<string, string>("Echo", (_, text) =>
            {
                Interlocked.Increment(ref calls);
                return Task.FromResult(text);
            })
            .AddOrchestrator<string, string>("Echoes", async (context, text) =>
            {
                await context.WaitForExternalEvent<object?>("Go");
                return await context.CallActivityAsync<string>("Echo", text);
            });
    }

    public async ValueTask DisposeAsync() => await house.DisposeAsync();

    [Fact]
    public async Task Turn_that_cannot_be_written_is_tried_again_without_calling_the_activity_again()
    {
        var engine = await house.StartAsync(registry);
        var id = await engine.ScheduleNewOrchestrationInstanceAsync("Echoes", "hello");
        var neighbour = await engine.ScheduleNewOrchestrationInstanceAsync("Echoes", "neighbour");
        await RefuseResultsOfAsync("hello");
        await engine.RaiseEventAsync(id, "Go");
        await engine.RaiseEventAsync(neighbour, "Go");
        var other = await Eventually.CompletesAsync(engine, neighbour);
        await Eventually.HoldsAsync(() => calls == 2, "both activities");
        var meanwhile = await engine.GetInstanceAsync(id);

        await house.Database.WriteAsync(session => session.Execute("DROP TRIGGER refuse"));
        await Eventually.HoldsAsync(
            async () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return (await engine.GetInstanceAsync(id))!.IsCompleted;
            },
            "the refused turn's next attempt");
        var done = await Eventually.CompletesAsync(engine, id);

        Assert.Equal("neighbour", other.ReadOutputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Running, meanwhile!.RuntimeStatus);
        Assert.Equal("hello", done.ReadOutputAs<string>());
        Assert.Equal(2, calls);
        Assert.Single((await engine.GetHistoryAsync(id))!.Events, recorded => recorded.Type == HistoryEventType.TaskCompleted);
    }

    [Fact]
    public async Task Message_whose_turn_is_always_refused_is_parked_and_completes_after_requeue()
    {
        var engine = await house.StartAsync(registry);
        var id = await engine.ScheduleNewOrchestrationInstanceAsync("Echoes", "hello");
        await RefuseResultsOfAsync("hello");
        await engine.RaiseEventAsync(id, "Go");
        IReadOnlyList<ParkedMessage> parked = [];
        await Eventually.HoldsAsync(
            async () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                parked = await engine.GetParkedAsync();
                return parked.Count > 0;
            },
            "parking");
        await house.Database.WriteAsync(session => session.Execute("DROP TRIGGER refuse"));

        Assert.True(await engine.RequeueAsync(parked[0].Id));
        var done = await Eventually.CompletesAsync(engine, id);

        Assert.Equal(HistoryEventType.TaskCompleted, parked[0].Type);
        Assert.Contains("refused", parked[0].Error, StringComparison.Ordinal);
        Assert.Equal("hello", done.ReadOutputAs<string>());
        Assert.Equal(1, calls);
        Assert.Empty(await engine.GetParkedAsync());
    }

    private Task<int> RefuseResultsOfAsync(string text) => house.Database.WriteAsync(session => session.Execute(
        $"""
        CREATE TRIGGER refuse BEFORE INSERT ON durable_history WHEN NEW.type = 11 AND NEW.payload = '"{text}"'
        BEGIN SELECT RAISE(ABORT, 'refused by the test'); END
        """));
}
