using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Serverless.Durable;
using Serverless.Durable.Embedded;
using Serverless.Payments.Approvals;
using Serverless.Payments.WeeklyRun;
using Serverless.Sqlite;
using Serverless.Testing;

namespace Serverless.Payments.Tests.WeeklyRun;

/// <summary>
/// The orchestration of a run alone, on the embedded engine, with activities that only answer pages: which steps it asks for,
/// in what order, and how long its history becomes.
/// </summary>
[Trait("Req", "UPI-5")]
public sealed class RunInPagesTests : IAsyncLifetime
{
    /// <summary>Half of what Durable Functions reads of a history in one page of its table.</summary>
    private const int RowsMax = 500;
    private const string RunId = "week-2026-11-25";
    private static readonly DateTimeOffset CutOff = new(2026, 11, 26, 3, 0, 0, TimeSpan.Zero);
    private readonly TempFolder folder = new();
    private readonly FakeTimeProvider time = new(CutOff);
    private readonly ConcurrentQueue<SendStep> sent = new();
    private readonly ConcurrentQueue<AnswersStep> looked = new();
    private SqliteDatabase database = null!;
    private EmbeddedEngine engine = null!;
    private int completed;
    private int longest;

    /// <summary>Pages of each shard that the activities answer.</summary>
    private int pages = 1;

    /// <summary>Looks after which nothing is open any more.</summary>
    private int looksMax;

    public async Task InitializeAsync()
    {
        database = SqliteDatabase.Open(new SqliteDatabaseOptions(folder.Combine("serverless.db")));
        var registry = new TaskRegistry()
            .AddOrchestrator<RunRequest, bool>(WeeklyRunOrchestration.Name, WeeklyRunOrchestration.RunAsync)
            .AddActivity<RunRequest, bool>(WeeklyRunOrchestration.OpenActivity, (_, _) => Task.FromResult(true))
            .AddActivity<SendStep, RunPage>(WeeklyRunOrchestration.SendActivity, SendAsync)
            .AddActivity<AnswersStep, RunPage>(WeeklyRunOrchestration.AnswersActivity, LookAsync)
            .AddActivity<string, RunTotals>(WeeklyRunOrchestration.CompleteActivity, CompleteAsync);
        engine = new EmbeddedEngine(database, registry, time, NullLoggerFactory.Instance);
        await engine.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await engine.DisposeAsync();
        await database.DisposeAsync();
        folder.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(21)]
    [InlineData(250)]
    public async Task Every_page_of_every_shard_is_sent_in_both_passes_under_a_batch_of_its_own_and_the_history_stays_short(int pagesOfShard)
    {
        pages = pagesOfShard;
        await RunAsync(RunId, "2026-11-25");

        foreach (var shard in sent.GroupBy(step => step.Shard))
        {
            Assert.Equal(Enumerable.Range(1, 2 * pages), shard.Select(step => step.Page));
            Assert.All(shard.Take(pages), step => Assert.Null(step.From));
            Assert.All(shard.Skip(pages), step => Assert.Equal(CutOff.AddMinutes(-1), step.From));
            Assert.Equal([.. Places(pages), .. Places(pages)], shard.Select(step => step.Continuation));
        }

        Assert.Equal(PaymentIndex.Shards * 2 * pages, sent.Select(step => step.BatchId()).Distinct().Count());
        Assert.Equal(PaymentIndex.Shards * pages, looked.Count);
        Assert.Equal(1, completed);
        Assert.InRange(longest, 1, RowsMax);
    }

    [Fact]
    public async Task An_off_cycle_run_has_no_pass_for_what_came_late_because_its_cut_off_is_now()
    {
        await RunAsync("off-1", null);
        Assert.All(sent, step => Assert.Null(step.From));
        Assert.Equal(PaymentIndex.Shards, sent.Count);
    }

    [Fact]
    public async Task The_history_is_as_long_after_two_hundred_looks_as_after_two()
    {
        looksMax = 2;
        await RunAsync("off-2", null);
        var afterTwo = await HistoryAsync("off-2");

        looksMax = 200;
        looked.Clear();
        await RunAsync("off-200", null);
        var afterMany = await HistoryAsync("off-200");

        Assert.Equal(PaymentIndex.Shards * 201, looked.Count);
        Assert.Equal(afterTwo.Count, afterMany.Count);
        Assert.InRange(longest, 1, 40);
    }

    [Fact]
    public void Waits_between_looks_double_from_a_second_to_five_minutes()
    {
        var progress = RunProgress.Start(PaymentIndex.Shards);
        var waits = new List<double>();
        for (var look = 0; look < 2_000; look++)
        {
            progress = progress.LookAgain();
            waits.Add(progress.Wait!.Value.TotalSeconds);
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 300], waits.Take(10));
        Assert.All(waits.Skip(9), wait => Assert.Equal(300, wait));
    }

    [Fact]
    public async Task Only_looks_after_a_start_ask_for_what_was_booked_before_it()
    {
        looksMax = 3;
        await RunAsync("off-3", null);
        Assert.All(looked.Take(PaymentIndex.Shards), step => Assert.True(step.IsFirstLook));
        Assert.All(looked.Skip(PaymentIndex.Shards), step => Assert.False(step.IsFirstLook));
    }

    /// <summary>Where the pages of a shard begin.</summary>
    private static IEnumerable<string?> Places(int pages) => Enumerable.Range(0, pages).Select(page => page == 0 ? null : $"behind-{page}");

    private async Task RunAsync(string runId, string? slot)
    {
        var instance = WeeklyRunOrchestration.InstanceId(runId);
        await engine.ScheduleNewOrchestrationInstanceAsync(WeeklyRunOrchestration.Name, new RunRequest(runId, slot, CutOff, "test", "test", RunProgress.Start(PaymentIndex.Shards)), new StartOrchestrationOptions(instance));
        await Until.TrueAsync(async () =>
        {
            time.Advance(TimeSpan.FromMinutes(5));
            return await engine.GetInstanceAsync(instance) is { RuntimeStatus: OrchestrationRuntimeStatus.Completed };
        });
    }

    private async Task<RunPage> SendAsync(ActivityContext context, SendStep step)
    {
        sent.Enqueue(step);
        return await PageAsync(step.RunId, step.Continuation, 100);
    }

    private async Task<RunPage> LookAsync(ActivityContext context, AnswersStep step)
    {
        looked.Enqueue(step);
        return await PageAsync(step.RunId, step.Continuation, looked.Count > PaymentIndex.Shards * looksMax * pages ? 0 : 100);
    }

    private async Task<RunTotals> CompleteAsync(ActivityContext context, string runId)
    {
        await MeasureAsync(runId);
        Interlocked.Increment(ref completed);
        return RunTotals.None;
    }

    private async Task<RunPage> PageAsync(string runId, string? continuation, int count)
    {
        await MeasureAsync(runId);
        var page = continuation is null ? 1 : int.Parse(continuation["behind-".Length..], System.Globalization.CultureInfo.InvariantCulture) + 1;
        return new RunPage(count, page < pages ? $"behind-{page}" : null);
    }

    private async Task MeasureAsync(string runId)
    {
        var rows = (await HistoryAsync(runId)).Count;
        for (var seen = Volatile.Read(ref longest); rows > seen; seen = Volatile.Read(ref longest))
        {
            Interlocked.CompareExchange(ref longest, rows, seen);
        }
    }

    private async Task<IReadOnlyList<HistoryEvent>> HistoryAsync(string runId)
        => (await engine.GetHistoryAsync(WeeklyRunOrchestration.InstanceId(runId)) ?? throw new InvalidOperationException($"{runId} has no history.")).Events;
}
