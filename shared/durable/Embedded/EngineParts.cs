using Microsoft.Extensions.Logging;
using Serverless.Sqlite;

namespace Serverless.Durable.Embedded;

/// <summary>The engine's parts, wired to each other.</summary>
internal sealed class EngineParts : IDisposable
{
    private readonly CancellationTokenSource stopping = new();

    public EngineParts(SqliteDatabase database, TaskRegistry registry, TimeProvider time, ILoggerFactory loggers, EmbeddedEngineOptions options, Numbers numbers)
    {
        Database = database;
        Registry = registry;
        Time = time;
        Loggers = loggers;
        Options = options;
        Logger = loggers.CreateLogger<EmbeddedEngine>();
        Stopping = stopping.Token;
        Retries = new Retries(this);
        Loader = new Loader(this);
        Runner = new TurnRunner(this, numbers);
        Activities = new ActivityDispatcher(registry, time, options, Logger)
        {
            Deliver = (job, result) => Directory!.DeliverResult(job, result),
            Park = Retries.Park,
            RoomFreed = () => Directory!.RoomFreed(),
        };
        Backlog = new Backlog(database)
        {
            Admit = instanceId => Directory!.TryAdmit(instanceId),
            KickTimers = () => Timers!.Kick(),
            Failed = (exception, failures) =>
            {
                Log.ReadFailed(Logger, exception);
                _ = KickBacklogAsync(Backoff.After(failures, options));
            },
        };
        Directory = new InstanceDirectory(options) { Run = Runner.Run, Backlog = Backlog, MustWait = () => Activities.IsFull };
        Timers = new TimerService(database, time, options.ClockCheck)
        {
            Deliver = Directory.TryDeliverTimer,
            Failed = exception => Log.ReadFailed(Logger, exception),
        };
    }

    public SqliteDatabase Database { get; }

    public TaskRegistry Registry { get; }

    public TimeProvider Time { get; }

    public ILoggerFactory Loggers { get; }

    public EmbeddedEngineOptions Options { get; }

    public ILogger Logger { get; }

    /// <summary>Set when the engine stops; waits are broken off.</summary>
    public CancellationToken Stopping { get; }

    public Retries Retries { get; }

    public Loader Loader { get; }

    public TurnRunner Runner { get; }

    public ActivityDispatcher Activities { get; }

    public Backlog Backlog { get; }

    public InstanceDirectory Directory { get; }

    public TimerService Timers { get; }

    public Waiters Waiters { get; } = new();

    private async Task KickBacklogAsync(TimeSpan wait)
    {
        await Task.Delay(wait, Time, Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Backlog.Kick();
    }

    public void Stop()
    {
        stopping.Cancel();
        Backlog.Close();
        Timers.Dispose();
    }

    public void Dispose()
    {
        Activities.Dispose();
        stopping.Dispose();
    }
}
