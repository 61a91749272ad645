namespace Serverless.Durable.Embedded;

/// <summary>
/// Where an orchestrator's code runs: as a scheduler and a synchronization context it takes every continuation
/// and runs them first come, first served, on whichever thread runs the turn. One that comes from another thread, or
/// between turns, shows that the code awaited something that is not the engine's.
/// </summary>
internal sealed class TurnThread : TaskScheduler
{
    private readonly Queue<Continuation> queue = new();
    private readonly Action strayed;
    private readonly Context context;
    private int turnThreadId;

    /// <param name="strayed">Called, on any thread, when a continuation came from outside a turn.</param>
    public TurnThread(Action strayed)
    {
        this.strayed = strayed;
        context = new Context(this);
    }

    public bool IsCurrent => Volatile.Read(ref turnThreadId) == Environment.CurrentManagedThreadId;

    /// <summary>What a continuation threw that nobody awaits (async void).</summary>
    public Exception? Unobserved { get; private set; }

    /// <summary>Runs the work of one turn as code of this thread.</summary>
    public void Run(Action<object?> work, object? state)
    {
        var previous = SynchronizationContext.Current;
        Volatile.Write(ref turnThreadId, Environment.CurrentManagedThreadId);
        SynchronizationContext.SetSynchronizationContext(context);
        try
        {
            var task = new Task(work, state);
            task.RunSynchronously(this);
            task.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(previous);
            Volatile.Write(ref turnThreadId, 0);
        }
    }

    /// <summary>Runs the continuations that wait, and those that they add, until none is left.</summary>
    public void Drain()
    {
        while (queue.TryDequeue(out var continuation))
        {
            if (continuation.Task is { } task)
            {
                TryExecuteTask(task);
                continue;
            }

            try
            {
                continuation.Callback!(continuation.State);
            }
            catch (Exception exception)
            {
                // The code of an orchestrator may throw anything; the turn turns it into the instance's failure.
                Unobserved ??= exception;
            }
        }
    }

    /// <summary>Reports that the code went on outside a turn.</summary>
    public void Stray() => strayed();

    protected override void QueueTask(Task task)
    {
        if (IsCurrent)
        {
            queue.Enqueue(new Continuation(task, null, null));
            return;
        }

        strayed();
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued)
        => IsCurrent && !taskWasPreviouslyQueued && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [];

    private void Post(SendOrPostCallback callback, object? state)
    {
        if (IsCurrent)
        {
            queue.Enqueue(new Continuation(null, callback, state));
            return;
        }

        strayed();
    }

    private readonly record struct Continuation(Task? Task, SendOrPostCallback? Callback, object? State);

    private sealed class Context(TurnThread thread) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => thread.Post(d, state);

        public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("An orchestrator waits for nothing but tasks of its context.");

        public override SynchronizationContext CreateCopy() => this;
    }
}
