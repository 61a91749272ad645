namespace Serverless.Durable.Embedded;

/// <summary>
/// The instances in memory: who is there, who may come in, who leaves. What finds no room stays on disk, where it is
/// anyway, and is fetched by the <see cref="Backlog"/>.
/// </summary>
internal sealed class InstanceDirectory(EmbeddedEngineOptions options)
{
    private readonly Dictionary<string, LiveInstance> live = new(StringComparer.Ordinal);
    private readonly LinkedList<LiveInstance> idle = new();
    private bool closed;

    /// <summary>Guards the directory and every mailbox; held for moments only.</summary>
    public Lock Gate { get; } = new();

    public required Action<LiveInstance> Run { get; init; }

    public required Backlog Backlog { get; init; }

    /// <summary>Whether nobody may come in, because too many activities wait already.</summary>
    public required Func<bool> MustWait { get; init; }

    public int Count
    {
        get
        {
            lock (Gate)
            {
                return live.Count;
            }
        }
    }

    /// <summary>Puts a message in its instance's mailbox, and the instance to work. What is on disk as well may stay there.</summary>
    public void Deliver(Message message)
    {
        LiveInstance? woken;
        lock (Gate)
        {
            woken = Post(message);
        }

        if (woken is not null)
        {
            Run(woken);
        }
    }

    /// <summary>Delivers a timer.</summary>
    /// <returns>False where there is no room for its instance now.</returns>
    public bool TryDeliverTimer(Message message)
    {
        LiveInstance? woken;
        lock (Gate)
        {
            if (!live.ContainsKey(message.InstanceId) && !HasRoom)
            {
                Backlog.TimersWait = true;
                return false;
            }

            woken = Post(message);
        }

        if (woken is not null)
        {
            Run(woken);
        }

        return true;
    }

    /// <summary>Takes an instance into memory that has work on disk.</summary>
    /// <returns>False where there is no room.</returns>
    public bool TryAdmit(string instanceId)
    {
        LiveInstance? woken = null;
        lock (Gate)
        {
            if (closed || live.ContainsKey(instanceId))
            {
                return true;
            }

            if (!TryMakeRoom())
            {
                return false;
            }

            woken = Wake(Add(instanceId));
        }

        if (woken is not null)
        {
            Run(woken);
        }

        return true;
    }

    /// <summary>Delivers the result of an activity, unless the execution that asked is gone.</summary>
    public void DeliverResult(ActivityJob job, Message? result)
    {
        LiveInstance? woken = null;
        lock (Gate)
        {
            if (!closed && live.TryGetValue(job.InstanceId, out var instance) && instance.ExecutionNumber == job.Execution && instance.InFlight.Remove(job.TaskId))
            {
                if (result is not null)
                {
                    woken = Take(instance, result);
                }
                else
                {
                    // It was parked or given up at the stop: nothing comes, and the instance may become idle.
                    SettleIfIdle(instance);
                }
            }
        }

        if (woken is not null)
        {
            Run(woken);
        }
    }

    /// <summary>A parked activity or start is to be tried anew; the disk says so already.</summary>
    /// <returns>Whether the caller has to start the activity.</returns>
    public bool Reopen(Message parked)
    {
        LiveInstance? woken;
        var startsHere = false;
        lock (Gate)
        {
            if (parked.Type != HistoryEventType.TaskScheduled)
            {
                woken = Post(parked);
            }
            else if (live.TryGetValue(parked.InstanceId, out var instance))
            {
                // A load under way may have read that it is parked; so it is marked, and started from here.
                instance.ExecutionNumber = instance.ExecutionNumber == 0 ? parked.Execution : instance.ExecutionNumber;
                LeaveIdle(instance);
                startsHere = instance.ExecutionNumber == parked.Execution && instance.InFlight.Add(parked.TaskId);
                SettleIfIdle(instance);
                woken = null;
            }
            else
            {
                woken = Admit(parked);
            }
        }

        if (woken is not null)
        {
            Run(woken);
        }

        return startsHere;
    }

    /// <summary>Puts an instance to work without a message.</summary>
    public void Nudge(string instanceId, OrchestrationExecution execution)
    {
        LiveInstance? woken = null;
        lock (Gate)
        {
            if (live.TryGetValue(instanceId, out var instance) && instance.Execution == execution)
            {
                woken = Wake(instance);
            }
        }

        if (woken is not null)
        {
            Run(woken);
        }
    }

    /// <summary>After a turn: works on if something came meanwhile, else rests. Within the lock.</summary>
    /// <returns>Whether it is to be run again.</returns>
    public bool Rest(LiveInstance instance, bool again)
    {
        if (again && !closed)
        {
            return true;
        }

        instance.Busy = false;
        SettleIfIdle(instance);
        return false;
    }

    /// <summary>The instance has ended or is not there. Within the lock.</summary>
    public void Remove(LiveInstance instance)
    {
        if (live.TryGetValue(instance.Id, out var there) && there == instance)
        {
            live.Remove(instance.Id);
        }

        LeaveIdle(instance);
        Backlog.RoomFreed();
    }

    /// <summary>There is room again for other reasons than an instance that left.</summary>
    public void RoomFreed()
    {
        lock (Gate)
        {
            Backlog.RoomFreed();
        }
    }

    /// <summary>Messages that wait in the memory of one instance.</summary>
    public int Waiting(string instanceId)
    {
        lock (Gate)
        {
            return live.TryGetValue(instanceId, out var instance) ? instance.Mailbox.Count : 0;
        }
    }

    /// <summary>Whether the instance is in memory and known to be live, so that its end is still to come.</summary>
    public bool IsLoaded(string instanceId)
    {
        lock (Gate)
        {
            return live.TryGetValue(instanceId, out var instance) && (instance.Execution is not null || instance.Fresh is not null);
        }
    }

    /// <summary>Nothing is delivered any more.</summary>
    public void Close()
    {
        lock (Gate)
        {
            closed = true;
        }
    }

    private bool HasRoom => !MustWait() && (live.Count < options.LiveInstancesMax || idle.Count > 0);

    private LiveInstance? Post(Message message)
    {
        if (closed)
        {
            return null;
        }

        if (live.TryGetValue(message.InstanceId, out var instance))
        {
            return Take(instance, message);
        }

        if (!TryMakeRoom())
        {
            Backlog.Note(message);
            return null;
        }

        instance = Add(message.InstanceId);
        instance.Fresh = message.Record;
        if (message.Record is { } record)
        {
            instance.ExecutionNumber = record.Execution;
        }

        return Take(instance, message);
    }

    /// <summary>Loads an instance whose work is on disk.</summary>
    private LiveInstance? Admit(Message news)
    {
        if (closed)
        {
            return null;
        }

        if (!TryMakeRoom())
        {
            Backlog.Note(news);
            return null;
        }

        return Wake(Add(news.InstanceId));
    }

    private LiveInstance Add(string instanceId)
    {
        var instance = new LiveInstance(instanceId);
        live.Add(instanceId, instance);
        return instance;
    }

    private LiveInstance? Take(LiveInstance instance, Message message)
    {
        instance.Posts++;
        if (message.InboxId != 0)
        {
            // News of commits come in the order of the numbers, but a load may have read the row before them.
            if (message.InboxId <= instance.InboxSeen)
            {
                return null;
            }

            instance.InboxSeen = message.InboxId;
        }

        instance.Mailbox.Add(message);
        return Wake(instance);
    }

    private LiveInstance? Wake(LiveInstance instance)
    {
        LeaveIdle(instance);
        if (instance.Busy)
        {
            return null;
        }

        instance.Busy = true;
        return instance;
    }

    private bool TryMakeRoom()
    {
        if (!HasRoom)
        {
            return false;
        }

        if (live.Count >= options.LiveInstancesMax)
        {
            var oldest = idle.First!.Value;
            LeaveIdle(oldest);
            live.Remove(oldest.Id);
        }

        return true;
    }

    private void SettleIfIdle(LiveInstance instance)
    {
        if (instance.Busy || instance.HasActivities || instance.IdlePlace is not null)
        {
            return;
        }

        instance.IdlePlace = idle.AddLast(instance);
        Backlog.RoomFreed();
    }

    private void LeaveIdle(LiveInstance instance)
    {
        if (instance.IdlePlace is { } place)
        {
            idle.Remove(place);
            instance.IdlePlace = null;
        }
    }
}
