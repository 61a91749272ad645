using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Durable;
using Serverless.Durable.Embedded;
using Serverless.Sqlite;

namespace Serverless.Bench;

/// <summary>Orchestrations of five trivial activities in sequence, all scheduled at once.</summary>
internal static class Hello5
{
    private const string Name = "hello5";
    private const int WarmUpCount = 1_000;

    private static readonly string[] Cities = ["Tokyo", "Seattle", "London", "Paris", "Lagos"];

    public static Task<BenchResult> RunAsync(BenchOptions options) => Measurement.RunAsync(Name, WarmUpCount, options, MeasureAsync);

    private static async Task<(TimeSpan Elapsed, double[] LatenciesMs)> MeasureAsync(string path, int count)
    {
        await using var database = SqliteDatabase.Open(new SqliteDatabaseOptions(path));
        var registry = new TaskRegistry()
            .AddActivity<string, string>("SayHello", (_, city) => Task.FromResult($"Hello, {city}!"))
            .AddOrchestrator<object?, string[]>(Name, async (context, _) =>
            {
                var greetings = new string[Cities.Length];
                for (var index = 0; index < Cities.Length; index++)
                {
                    greetings[index] = await context.CallActivityAsync<string>("SayHello", Cities[index]);
                }

                return greetings;
            });
        await using var engine = new EmbeddedEngine(database, registry, TimeProvider.System, NullLoggerFactory.Instance);
        await engine.StartAsync();

        var latencies = new double[count];
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, count).Select(index => RunOneAsync(engine, index, latencies)));
        var elapsed = Stopwatch.GetElapsedTime(start);
        for (var index = 0; index < count; index++)
        {
            await CheckAsync(engine, InstanceId(index));
        }

        return (elapsed, latencies);
    }

    private static async Task RunOneAsync(EmbeddedEngine engine, int index, double[] latenciesMs)
    {
        var start = Stopwatch.GetTimestamp();
        var instanceId = await engine.ScheduleNewOrchestrationInstanceAsync(Name, options: new StartOrchestrationOptions(InstanceId(index)));
        var metadata = await engine.WaitForInstanceCompletionAsync(instanceId);
        latenciesMs[index] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        Require(metadata.RuntimeStatus == OrchestrationRuntimeStatus.Completed, instanceId, $"is {metadata.RuntimeStatus}");
    }

    /// <summary>Every activity's result stands in the history on its own, after its schedule and before the next one's.</summary>
    private static async Task CheckAsync(EmbeddedEngine engine, string instanceId)
    {
        var history = await engine.GetHistoryAsync(instanceId);
        var types = history!.Events.Select(recorded => recorded.Type).ToArray();
        HistoryEventType[] expected =
        [
            HistoryEventType.ExecutionStarted,
            .. Enumerable.Repeat<HistoryEventType[]>([HistoryEventType.TaskScheduled, HistoryEventType.TaskCompleted], Cities.Length).SelectMany(pair => pair),
            HistoryEventType.ExecutionCompleted,
        ];
        Require(types.SequenceEqual(expected), instanceId, $"has the history {string.Join(", ", types)}");
        var results = history.Events.Where(recorded => recorded.Type == HistoryEventType.TaskCompleted).Select(recorded => recorded.Payload);
        Require(results.SequenceEqual(Cities.Select(city => $"\"Hello, {city}!\"")), instanceId, "has other results than its activities gave");
    }

    private static string InstanceId(int index) => $"hello-{index}";

    private static void Require(bool holds, string instanceId, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"Instance '{instanceId}' {otherwise}.");
        }
    }
}
