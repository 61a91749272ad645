using Microsoft.Extensions.Time.Testing;
using Serverless.Durable.Embedded;

namespace Serverless.Durable.Tests.Histories;

/// <summary>Histories recorded once and kept: today's engine and today's code must still replay them.</summary>
public sealed class GoldenHistoryTests : IAsyncDisposable
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 4, 12, 0, 0, TimeSpan.Zero));
    private readonly EngineHouse house;

    public GoldenHistoryTests() => house = new EngineHouse { Time = time };

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Histories");

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.json").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public async ValueTask DisposeAsync() => await house.DisposeAsync();

    [Theory]
    [MemberData(nameof(Files))]
    public void Recorded_history_replays(string file)
        => HistoryReplay.Verify(RecordedOrchestrators.Registry(), RecordedHistory.FromJson(File.ReadAllText(Path.Combine(Folder, file))));

    [Fact]
    public void Verification_names_both_sides_when_the_code_differs()
    {
        var history = RecordedHistory.FromJson(File.ReadAllText(Path.Combine(Folder, "approval-completed.json")));
        var renamed = history with { Events = [.. history.Events.Select(recorded => recorded.Name == "Book" ? recorded with { Name = "Enter" } : recorded)] };

        var thrown = Assert.Throws<NonDeterministicOrchestrationException>(() => HistoryReplay.Verify(RecordedOrchestrators.Registry(), renamed));

        Assert.Contains("'Enter'", thrown.Recorded, StringComparison.Ordinal);
        Assert.Contains("'Book'", thrown.Asked, StringComparison.Ordinal);
    }

    [Fact]
    public void Verification_refuses_a_history_that_goes_on_after_the_codes_end()
    {
        var history = RecordedHistory.FromJson(File.ReadAllText(Path.Combine(Folder, "approval-completed.json")));
        var open = history with { Events = [.. history.Events.SkipLast(1)] };

        var thrown = Assert.Throws<NonDeterministicOrchestrationException>(() => HistoryReplay.Verify(RecordedOrchestrators.Registry(), open));

        Assert.Equal("ExecutionCompleted", thrown.Asked);
    }

    [Fact]
    public async Task History_of_today_has_the_form_of_the_recorded_one()
    {
        var engine = await house.StartAsync(RecordedOrchestrators.Registry());
        await engine.ScheduleNewOrchestrationInstanceAsync(RecordedOrchestrators.Approval, "P-1", new StartOrchestrationOptions("approval-1"));
        await Eventually.HasStatusAsync(engine, "approval-1", "sc");
        await engine.RaiseEventAsync("approval-1", "Decision", "sc");
        await Eventually.HasStatusAsync(engine, "approval-1", "dspd");
        var waiting = await engine.GetHistoryAsync("approval-1");
        await engine.RaiseEventAsync("approval-1", "DECISION", "dspd");
        await Eventually.HoldsAsync(
            async () =>
            {
                time.Advance(TimeSpan.FromMinutes(10));
                return (await engine.GetInstanceAsync("approval-1"))!.IsCompleted;
            },
            "the end of approval-1");
        var completed = await engine.GetHistoryAsync("approval-1");

        Assert.Equal(Form(Read("approval-waiting.json")), Form(waiting!));
        Assert.Equal(Form(Read("approval-completed.json")), Form(completed!));
        HistoryReplay.Verify(RecordedOrchestrators.Registry(), RecordedHistory.FromJson(completed!.ToJson()));
    }

    [Fact]
    public async Task Ids_are_version_5_UUIDs_as_Durable_Task_makes_them()
    {
        var registry = new TaskRegistry().AddOrchestrator<object?, string>("Ids", (context, _) => Task.FromResult($"{context.NewGuid()} {context.NewGuid()} {context.NewGuid()}"));
        var engine = await house.StartAsync(registry);
        await engine.ScheduleNewOrchestrationInstanceAsync("Ids", null, new StartOrchestrationOptions("vector-1"));

        var done = await Eventually.CompletesAsync(engine, "vector-1");

        // Computed elsewhere: UUID version 5 of "vector-1_2026-03-04T12:00:00.0000000Z_0" and so on.
        Assert.Equal("89b9dd63-b55b-5f63-92dc-68e415ba9299 b544c82e-f59a-5ae9-9162-bb9d7dd0da91 c4ae640f-d206-5495-acef-e72991e9e687", done.ReadOutputAs<string>());
    }

    private static RecordedHistory Read(string file) => RecordedHistory.FromJson(File.ReadAllText(Path.Combine(Folder, file)));

    private static IEnumerable<(int Sequence, HistoryEventType Type, string? Name)> Form(RecordedHistory history)
        => history.Events.Select(recorded => (recorded.Sequence, recorded.Type, recorded.Name?.ToUpperInvariant()));
}
