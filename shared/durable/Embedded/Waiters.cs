namespace Serverless.Durable.Embedded;

/// <summary>Callers in this process that wait for an instance to start or to end.</summary>
internal sealed class Waiters
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, List<Waiter>> byInstance = new(StringComparer.Ordinal);

    /// <summary>To be removed by <see cref="Leave"/>, whatever comes.</summary>
    public Waiter Join(string instanceId, bool forEnd)
    {
        var waiter = new Waiter(forEnd);
        lock (gate)
        {
            if (!byInstance.TryGetValue(instanceId, out var waiters))
            {
                byInstance.Add(instanceId, waiters = []);
            }

            waiters.Add(waiter);
        }

        return waiter;
    }

    public void Leave(string instanceId, Waiter waiter)
    {
        lock (gate)
        {
            if (byInstance.TryGetValue(instanceId, out var waiters) && waiters.Remove(waiter) && waiters.Count == 0)
            {
                byInstance.Remove(instanceId);
            }
        }
    }

    public void Signal(InstanceRecord record, bool isEnd)
    {
        lock (gate)
        {
            if (byInstance.TryGetValue(record.Id, out var waiters))
            {
                foreach (var waiter in waiters.Where(waiter => isEnd || !waiter.ForEnd))
                {
                    waiter.TrySetResult(record);
                }
            }
        }
    }

    /// <summary>The engine stops: nobody is told anything any more.</summary>
    public void Abandon()
    {
        lock (gate)
        {
            foreach (var waiter in byInstance.Values.SelectMany(waiters => waiters))
            {
                waiter.TrySetException(new ObjectDisposedException(nameof(EmbeddedEngine), "The engine has stopped; the instance goes on after the restart."));
            }
        }
    }

    internal sealed class Waiter(bool forEnd)
    {
        private readonly TaskCompletionSource<InstanceRecord> source = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool ForEnd => forEnd;

        public Task<InstanceRecord> Task => source.Task;

        public void TrySetResult(InstanceRecord record) => source.TrySetResult(record);

        public void TrySetException(Exception exception) => source.TrySetException(exception);
    }
}
