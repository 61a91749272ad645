using Serverless.Durable.Embedded;
using Serverless.Payments.WeeklyRun;

namespace Serverless.Local.Serving;

/// <summary>Looks once an hour for what needs somebody, and logs it: runs that are late, and parked messages.</summary>
internal sealed class HourlyWatch : IAsyncDisposable
{
    /// <summary>What the start takes up again, such as a slot missed during downtime, is under way by then and not late any more.</summary>
    private static readonly TimeSpan FirstAfter = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>Beyond it, more makes no difference to whoever reads the log.</summary>
    private const int ParkedMax = 100;

    private readonly RunWatch runs;
    private readonly Func<int, CancellationToken, Task<IReadOnlyList<ParkedMessage>>> parkedAsync;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task running;

    private HourlyWatch(RunWatch runs, Func<int, CancellationToken, Task<IReadOnlyList<ParkedMessage>>> parkedAsync, TimeProvider time, ILogger logger)
    {
        this.runs = runs;
        this.parkedAsync = parkedAsync;
        this.time = time;
        this.logger = logger;
        running = Task.Run(WatchAsync);
    }

    /// <param name="runs">The watch over the runs.</param>
    /// <param name="parkedAsync">The engine's parked messages, so many at most.</param>
    /// <param name="time">All time there is.</param>
    /// <param name="loggers">Where it says what it found.</param>
    public static HourlyWatch Start(RunWatch runs, Func<int, CancellationToken, Task<IReadOnlyList<ParkedMessage>>> parkedAsync, TimeProvider time, ILoggerFactory loggers)
        => new(runs, parkedAsync, time, loggers.CreateLogger<HourlyWatch>());

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        stopping.Dispose();
    }

    private async Task WatchAsync()
    {
        await WaitAsync(FirstAfter);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await runs.CheckAsync(stopping.Token);
                if ((await parkedAsync(ParkedMax, stopping.Token)).Count is > 0 and var count)
                {
                    Log.Parked(logger, count);
                }
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                // The watch outlives whatever the store answers.
                Log.WatchFailed(logger, exception);
            }
            catch (Exception)
            {
                // Stopped meanwhile; nobody reads what it would have found.
            }

            await WaitAsync(Every);
        }
    }

    private async Task WaitAsync(TimeSpan wait) => await Task.Delay(wait, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
