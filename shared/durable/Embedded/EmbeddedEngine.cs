using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Serverless.Sqlite;

namespace Serverless.Durable.Embedded;

/// <summary>
/// Durable orchestrations in this process, over SQLite. Every turn of an orchestrator is one commit, and only what is
/// committed goes on. The registry is filled before <see cref="StartAsync"/>; activities may hold the engine as their
/// <see cref="IOrchestrationClient"/>. The database stays the caller's.
/// </summary>
public sealed class EmbeddedEngine(SqliteDatabase database, TaskRegistry registry, TimeProvider time, ILoggerFactory loggers, EmbeddedEngineOptions? options = null)
    : IOrchestrationClient, IAsyncDisposable
{
    private const int PageMax = 500;

    private readonly EmbeddedEngineOptions options = options ?? new EmbeddedEngineOptions();
    private readonly ILogger logger = loggers.CreateLogger<EmbeddedEngine>();
    private EngineParts? parts;
    private readonly TaskCompletionSource stopCompleted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Meter? meter;
    private int stopAsked;
    private int stopped;

    private EngineParts Parts
    {
        get
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref stopped) != 0, this);
            return Volatile.Read(ref parts) ?? throw new InvalidOperationException("The engine is not started.");
        }
    }

    /// <summary>Creates the tables where they are missing, and takes up what an earlier run has left.</summary>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        var numbers = await database.WriteAsync(Schema.Prepare, cancellation);
        var started = new EngineParts(database, registry, time, loggers, options, numbers);
        if (Interlocked.CompareExchange(ref parts, started, null) is not null)
        {
            throw new InvalidOperationException("The engine is started already.");
        }

        meter = Telemetry.Observe(() => started.Directory.Count, () => started.Activities.Queued, () => started.Activities.Running);
        started.Backlog.Open();
        started.Timers.Kick();
        Log.Started(logger);
    }

    /// <summary>
    /// Starts nothing new, lets running activities finish for <see cref="EmbeddedEngineOptions.StopGrace"/> and then
    /// cancels them. What has no result by then is called again after the restart. Until then they may use the engine.
    /// Whoever calls it again waits for the same stop.
    /// </summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref stopAsked, 1) != 0)
        {
            await stopCompleted.Task;
            return;
        }

        try
        {
            if (parts is { } running)
            {
                await StopAsync(running);
            }
        }
        finally
        {
            Volatile.Write(ref stopped, 1);
            stopCompleted.SetResult();
        }
    }

    private async Task StopAsync(EngineParts running)
    {
        running.Stop();
        var drained = running.Activities.StopAsync();
        if (!await CompletesAsync(drained, options.StopGrace))
        {
            running.Activities.Cancel();
            if (!await CompletesAsync(drained, options.StopAfterCancel))
            {
                Log.ActivitiesAbandoned(logger, options.StopAfterCancel.TotalSeconds);
            }
        }

        // The results that came last are still written.
        await SettleTurnsAsync(running);
        Volatile.Write(ref stopped, 1);
        running.Directory.Close();
        await SettleTurnsAsync(running);
        running.Waiters.Abandon();
        meter?.Dispose();
        Log.Stopped(logger);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        parts?.Dispose();
    }

    /// <inheritdoc/>
    public async Task<string> ScheduleNewOrchestrationInstanceAsync(string orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(orchestratorName);
        var engine = Parts;
        var now = time.GetUtcNow();
        var startAt = options?.StartAt is { } wanted && wanted > now ? wanted.UtcTicks : (long?)null;
        var record = new InstanceRecord(options?.InstanceId ?? Guid.NewGuid().ToString("N"), orchestratorName)
        {
            OpenWork = startAt is null,
            Created = now.UtcTicks,
            Updated = now.UtcTicks,
            StartAt = startAt,
            Input = DurableJson.Serialize(input),
        };
        var operation = new ScheduleOperation(engine, record);
        await database.EnqueueAsync(operation, cancellation);
        await operation.Settled;
        return record.Id;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">More messages wait for the instance than <see cref="EmbeddedEngineOptions.MailboxMax"/>.</exception>
    public Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        return SendAsync(new Message(instanceId, HistoryEventType.EventRaised) { Name = eventName, Payload = DurableJson.Serialize(eventPayload) }, cancellation);
    }

    /// <inheritdoc/>
    public Task TerminateInstanceAsync(string instanceId, object? output = null, CancellationToken cancellation = default)
        => SendAsync(new Message(instanceId, HistoryEventType.ExecutionTerminated) { Payload = DurableJson.Serialize(output) }, cancellation);

    /// <inheritdoc/>
    public Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
        => SendAsync(new Message(instanceId, HistoryEventType.ExecutionSuspended) { Payload = DurableJson.Serialize(reason) }, cancellation);

    /// <inheritdoc/>
    public Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
        => SendAsync(new Message(instanceId, HistoryEventType.ExecutionResumed) { Payload = DurableJson.Serialize(reason) }, cancellation);

    /// <inheritdoc/>
    public Task<OrchestrationMetadata?> GetInstanceAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        _ = Volatile.Read(ref parts) ?? throw new InvalidOperationException("The engine is not started.");
        return Task.FromResult(database.Read(session => InstanceReader.Find(session, instanceId))?.ToMetadata(getInputsAndOutputs));
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">No such instance is known.</exception>
    public Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
        => WaitAsync(instanceId, forEnd: false, getInputsAndOutputs, cancellation);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">No such instance is known.</exception>
    public Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
        => WaitAsync(instanceId, forEnd: true, getInputsAndOutputs, cancellation);

    /// <inheritdoc/>
    public Task<bool> PurgeInstanceAsync(string instanceId, CancellationToken cancellation = default)
    {
        _ = Parts;
        return database.WriteAsync(
            session =>
            {
                if (InstanceReader.Find(session, instanceId) is not { IsLive: false } record)
                {
                    return false;
                }

                InstanceWriter.Remove(session, instanceId, record.Execution);
                return true;
            },
            cancellation);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var query = filter ?? new OrchestrationQuery();
        var after = string.Empty;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var page = database.Read(session => InstanceReader.List(session, query, after, PageMax));
            foreach (var record in page)
            {
                yield return record.ToMetadata(query.FetchInputsAndOutputs);
            }

            if (page.Count < PageMax)
            {
                yield break;
            }

            after = page[^1].Id;
            await Task.Yield();
        }
    }

    /// <summary>The history of an instance's current or last execution, or null where none is known.</summary>
    public Task<RecordedHistory?> GetHistoryAsync(string instanceId, CancellationToken cancellation = default)
        => Task.FromResult(database.Read(session => InstanceReader.Find(session, instanceId) is { } record
            ? new RecordedHistory(record.Id, record.Name, record.Parent?.InstanceId, InstanceReader.History(session, record.Execution))
            : null));

    /// <summary>Messages that could not be delivered, the oldest first.</summary>
    /// <param name="countMax">How many at most.</param>
    /// <param name="cancellation">Breaks off the call.</param>
    public Task<IReadOnlyList<ParkedMessage>> GetParkedAsync(int countMax = 1_000, CancellationToken cancellation = default)
        => Task.FromResult<IReadOnlyList<ParkedMessage>>(database.Read(session => InstanceReader.Parked(session, countMax)));

    /// <summary>Delivers a parked message anew, with all its attempts.</summary>
    /// <returns>False where it is not parked, or its instance has ended meanwhile; it is gone then.</returns>
    public async Task<bool> RequeueAsync(long parkedId, CancellationToken cancellation = default)
    {
        var operation = new RequeueOperation(Parts, parkedId);
        await database.EnqueueAsync(operation, cancellation);
        return await operation.Settled;
    }

    private async Task SendAsync(Message message, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(message.InstanceId);
        var engine = Parts;
        if (engine.Directory.Waiting(message.InstanceId) >= options.MailboxMax)
        {
            throw new InvalidOperationException($"{options.MailboxMax} messages wait for instance '{message.InstanceId}' already; try again when it has taken some.");
        }

        var operation = new SendOperation(engine, message);
        await database.EnqueueAsync(operation, cancellation);
        await operation.Settled;
    }

    private async Task<OrchestrationMetadata> WaitAsync(string instanceId, bool forEnd, bool withPayloads, CancellationToken cancellation)
    {
        var engine = Parts;
        var waiter = engine.Waiters.Join(instanceId, forEnd);
        try
        {
            // It joined before it looks, so that an end between the two is not missed.
            if (forEnd && engine.Directory.IsLoaded(instanceId))
            {
                return (await waiter.Task.WaitAsync(cancellation)).ToMetadata(withPayloads);
            }

            var record = database.Read(session => InstanceReader.Find(session, instanceId))
                ?? throw new InvalidOperationException($"No orchestration with the instance id '{instanceId}' is known.");
            var there = forEnd ? !record.IsLive : record.Status != OrchestrationRuntimeStatus.Pending;
            return (there ? record : await waiter.Task.WaitAsync(cancellation)).ToMetadata(withPayloads);
        }
        finally
        {
            engine.Waiters.Leave(instanceId, waiter);
        }
    }

    /// <summary>By the machine's clock, because a clock that stands still must not keep the process from ending.</summary>
    private static async Task<bool> CompletesAsync(Task task, TimeSpan within)
    {
        await task.WaitAsync(within, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return task.IsCompleted;
    }

    /// <summary>Each turn ends in a commit or a failure, soon; nothing new comes, so this counts down.</summary>
    private static async Task SettleTurnsAsync(EngineParts running)
    {
        const int LooksMax = 5_000;
        for (var look = 0; look < LooksMax && running.Runner.Active > 0; look++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }
}
