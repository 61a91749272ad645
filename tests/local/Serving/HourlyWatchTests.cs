using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Serverless.Durable.Embedded;
using Serverless.Local.Serving;
using Serverless.Payments.Calendar;
using Serverless.Payments.WeeklyRun;
using Serverless.Storage.Memory;
using Serverless.Testing;

namespace Serverless.Local.Tests.Serving;

/// <summary>What the host says by itself, with the clock in the test's hands.</summary>
public sealed class HourlyWatchTests : IDisposable
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 22, 18, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider time = new(Begin);
    private readonly LoggedLines log = new();

    public void Dispose() => log.Dispose();

    [Fact]
    public async Task Host_says_every_hour_how_many_messages_are_parked_and_outlives_a_failure()
    {
        var looks = 0;
        await using var watch = Start((countMax, _) => ++looks == 2
            ? throw new IOException("The store does not answer.")
            : Task.FromResult<IReadOnlyList<ParkedMessage>>([.. Enumerable.Repeat(Parked(), Math.Min(looks, countMax))]));

        await Eventually.HoldsAsync("three looks", () =>
        {
            time.Advance(TimeSpan.FromMinutes(1));
            return log.Lines.Count >= 3;
        });

        Assert.Equal([4200, 4201, 4200], log.EventIds.Take(3));
        Assert.StartsWith("Parked messages: 1 ", log.Lines[0].Text, StringComparison.Ordinal);
        Assert.StartsWith("Parked messages: 3 ", log.Lines[2].Text, StringComparison.Ordinal);
        Assert.All(log.Lines, line => Assert.Equal(LogLevel.Error, line.Level));
    }

    [Fact]
    [Trait("Req", "UPI-5")]
    public async Task Host_says_that_a_slot_has_no_run()
    {
        await using var watch = Start((_, _) => Task.FromResult<IReadOnlyList<ParkedMessage>>([]));

        await Eventually.HoldsAsync("a late slot", () =>
        {
            time.Advance(TimeSpan.FromHours(1));
            return log.EventIds.Contains(2104);
        });

        Assert.DoesNotContain(log.Lines, line => line.EventId != 2104);
    }

    [Fact]
    public async Task Host_stops_while_the_watch_looks()
    {
        var looks = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var watch = Start(async (_, cancellation) =>
        {
            looks.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
            return [];
        });
        await Eventually.HoldsAsync("a look", () =>
        {
            time.Advance(TimeSpan.FromMinutes(1));
            return looks.Task.IsCompleted;
        });

        await watch.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Empty(log.Lines);
    }

    private static ParkedMessage Parked() => new(1, "payment-1", HistoryEventType.TaskScheduled, "Decide", 1, null, "It failed.", 5, Begin);

    private HourlyWatch Start(Func<int, CancellationToken, Task<IReadOnlyList<ParkedMessage>>> parkedAsync)
        => HourlyWatch.Start(new RunWatch(new RunRecords(new MemoryTableStore()), new AgencyCalendar(time), log.CreateLogger<RunWatch>()), parkedAsync, time, log);
}
