using Microsoft.Extensions.Logging;

namespace Serverless.Durable;

/// <summary>
/// What an orchestrator may do. Names and meanings are those of Durable Task's
/// <c>TaskOrchestrationContext</c>, so that the same orchestrator runs on the embedded engine and on
/// Azure Durable Functions.
/// </summary>
/// <remarks>
/// An orchestrator is replayed: it is run again from its start over the recorded history, so it must be
/// deterministic. Time comes from <see cref="CurrentUtcDateTime"/>, ids from <see cref="NewGuid"/>, and every
/// effect goes through an activity. It awaits nothing but tasks made by this context, and combinations of them.
/// </remarks>
public abstract class OrchestrationContext
{
    /// <summary>The name under which the orchestrator is registered.</summary>
    public abstract string Name { get; }

    /// <summary>The id of this instance; unique among live instances, and reusable once one is completed.</summary>
    public abstract string InstanceId { get; }

    /// <summary>The id of the instance that called this one as a sub-orchestration, or null.</summary>
    public abstract string? ParentInstanceId { get; }

    /// <summary>The time of the turn being run, UTC; the same at every replay.</summary>
    public abstract DateTime CurrentUtcDateTime { get; }

    /// <summary>True while the code only repeats what the history already holds.</summary>
    public abstract bool IsReplaying { get; }

    /// <summary>The input that the instance was started with, or the default where there was none.</summary>
    public abstract T? GetInput<T>();

    /// <summary>
    /// Schedules an activity, which runs at least once. A failure, after the last attempt of
    /// <see cref="TaskOptions.Retry"/>, is thrown as <see cref="TaskFailedException"/>.
    /// </summary>
    public abstract Task<TResult> CallActivityAsync<TResult>(string name, object? input = null, TaskOptions? options = null);

    /// <inheritdoc cref="CallActivityAsync{TResult}"/>
    public Task CallActivityAsync(string name, object? input = null, TaskOptions? options = null)
        => CallActivityAsync<object?>(name, input, options);

    /// <summary>
    /// Starts another orchestration and waits for its end. Its instance id is
    /// <see cref="TaskOptions.InstanceId"/> or one derived from this instance. A failure or termination of it is
    /// thrown as <see cref="TaskFailedException"/>.
    /// </summary>
    public abstract Task<TResult> CallSubOrchestratorAsync<TResult>(string orchestratorName, object? input = null, TaskOptions? options = null);

    /// <inheritdoc cref="CallSubOrchestratorAsync{TResult}"/>
    public Task CallSubOrchestratorAsync(string orchestratorName, object? input = null, TaskOptions? options = null)
        => CallSubOrchestratorAsync<object?>(orchestratorName, input, options);

    /// <summary>
    /// Completes at <paramref name="fireAt"/> (UTC) or as soon after as the engine runs; survives restarts.
    /// Cancelling removes it. An instance whose orchestrator returned while a timer is open stays running until
    /// that timer has fired, so a timer that lost a race is cancelled by the orchestrator: by <c>Cancel()</c>, because
    /// <c>CancelAsync()</c> would carry the code to a thread that is not the engine's.
    /// </summary>
    public abstract Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken);

    /// <inheritdoc cref="CreateTimer(DateTime, CancellationToken)"/>
    public Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken)
        => CreateTimer(CurrentUtcDateTime.Add(delay), cancellationToken);

    /// <summary>
    /// Completes with the next event of that name (case-insensitive). Events that came before they were waited
    /// for are kept in their order. Of several waits of one name, the latest is served first.
    /// </summary>
    /// <remarks>
    /// As in Durable Task, cancelling a wait does not withdraw it: the event that reaches its place is swallowed by it.
    /// Keep one wait per name open and never cancel it.
    /// </remarks>
    public abstract Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default);

    /// <summary>Sends an event to another instance; without effect where none of that id is live.</summary>
    public abstract void SendEvent(string instanceId, string eventName, object? payload);

    /// <summary>Replaces the status that queries show for this instance; committed with the turn.</summary>
    public abstract void SetCustomStatus(object? customStatus);

    /// <summary>
    /// Starts the instance anew under the same id with an empty history, when the orchestrator returns.
    /// </summary>
    /// <param name="newInput">The input of the new start.</param>
    /// <param name="preserveUnprocessedEvents">Whether events that nobody waited for are kept for it.</param>
    public abstract void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true);

    /// <summary>An id that is the same at every replay: a version 5 UUID of the instance id, the time and a counter.</summary>
    public abstract Guid NewGuid();

    /// <summary>A logger that is silent while the code is replayed.</summary>
    public ILogger CreateReplaySafeLogger(string categoryName)
        => new ReplaySafeLogger(this, LoggerFactory.CreateLogger(categoryName));

    /// <summary>The loggers of the engine underneath.</summary>
    protected abstract ILoggerFactory LoggerFactory { get; }

    private sealed class ReplaySafeLogger(OrchestrationContext context, ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => !context.IsReplaying && inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!context.IsReplaying)
            {
                inner.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}
