namespace Serverless.Durable.Embedded;

/// <content>What the orchestrator's code asks for: recorded, or in a replay found again in the history.</content>
internal sealed partial class OrchestrationExecution
{
    /// <summary>Records, or finds again in the history, what the code asks for.</summary>
    public OpenTask<T> Ask<T>(HistoryEventType type, string? name, string? target, object? payload)
    {
        GuardThread();
        var task = new OpenTask<T>(RecordAction(type, name, target, payload));
        open.Add(task.Id, task);
        if (type == HistoryEventType.TaskScheduled)
        {
            openActivities++;
        }

        return task;
    }

    /// <summary>Records what needs no answer.</summary>
    public void Tell(HistoryEventType type, string? name, string? target, object? payload)
    {
        GuardThread();
        RecordAction(type, name, target, payload);
    }

    public void CreatedTimer(OpenTask<object?> timer, DateTime fireAt, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            CloseTimer(timer, created: false, cancellation);
            return;
        }

        if (!IsReplaying)
        {
            outcome.TimersCreated.Add(new TimerDue(timer.Id, fireAt));
        }

        if (cancellation.CanBeCanceled)
        {
            cancellation.Register(() => TimerCancelled(timer, cancellation), useSynchronizationContext: false);
        }
    }

    public Task<T> WaitForEvent<T>(string name, CancellationToken cancellation)
    {
        GuardThread();
        return events.WaitFor<T>(name, NoteUnreadable, cancellation);
    }

    public void SetCustomStatus(object? value)
    {
        GuardThread();

        // Written at once, so that what cannot be written is the code's failure and not the message's.
        customStatus = (true, DurableJson.Serialize(value));
    }

    public void ContinueAsNew(object? input, bool keepEvents)
    {
        GuardThread();
        continueAsNew = (DurableJson.Serialize(input), true);
        if (!keepEvents)
        {
            events.DropKept();
        }
    }

    public void GuardThread()
    {
        if (!thread.IsCurrent)
        {
            thread.Stray();
            throw new InvalidOperationException(StrayedText);
        }
    }

    private string OutgrownText => $"The history of orchestration '{record.Id}' has outgrown {historyEventsMax} rows; use ContinueAsNew.";

    private void NoteUnreadable(RaisedEvent raised, Exception exception)
    {
        if (!IsReplaying)
        {
            outcome.Unreadable.Add((raised, exception.Message));
        }
    }

    private void TimerCancelled(OpenTask<object?> timer, CancellationToken cancellation)
    {
        if (!thread.IsCurrent)
        {
            // On a thread of CancelAfter an exception would end the process.
            thread.Stray();
            return;
        }

        CloseTimer(timer, created: true, cancellation);
    }

    private void CloseTimer(OpenTask<object?> timer, bool created, CancellationToken cancellation)
    {
        GuardThread();
        if (open.Remove(timer.Id) && created && !IsReplaying)
        {
            var index = outcome.TimersCreated.FindIndex(due => due.TaskId == timer.Id);
            if (index >= 0)
            {
                outcome.TimersCreated.RemoveAt(index);
            }
            else if (!timer.HasResult)
            {
                outcome.TimersClosed.Add(timer.Id);
            }
        }

        timer.Cancel(cancellation);
    }

    private HistoryEvent RecordAction(HistoryEventType type, string? name, string? target, object? payload)
    {
        // In a replay too, and before it takes a number: code that catches a failure of this must find the same again.
        var serialized = DurableJson.Serialize(payload);
        if (IsReplaying)
        {
            return replay.Match(type, nextTaskId++, name, target);
        }

        // A loop that awaits nothing would otherwise never come to the check at the end of a step.
        if (nextSequence > historyEventsMax)
        {
            throw new InvalidOperationException(OutgrownText);
        }

        var recorded = Append(type, nextTaskId++, name, target, serialized);
        switch (type)
        {
            case HistoryEventType.TaskScheduled:
                outcome.Activities.Add(recorded);
                break;
            case HistoryEventType.SubOrchestrationCreated or HistoryEventType.EventSent:
                outcome.Sent.Add(recorded);
                break;
        }

        return recorded;
    }

    private HistoryEvent Append(HistoryEventType type, long id, string? name, string? target, string? payload)
    {
        var recorded = new HistoryEvent(nextSequence++, type, CurrentUtcDateTime) { Id = id, Name = name, Target = target, Payload = payload };
        outcome.Recorded.Add(recorded);
        return recorded;
    }
}
