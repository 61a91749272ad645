namespace Serverless.Durable.Embedded;

/// <content>How an execution ends, and what a turn leaves behind.</content>
internal sealed partial class OrchestrationExecution
{
    private string StrayedText => $"Orchestration '{record.Id}' ({record.Name}) awaited something that is not a task of its context (I/O, Task.Delay, Task.Run, CancelAsync, CancelAfter, ConfigureAwait(false)). Do that in an activity.";

    /// <summary>Where the code comes to its end, the history must do so too, in the same way.</summary>
    private void CheckReplayedEnd()
    {
        if (end is null)
        {
            return;
        }

        if (!replay.TryNext(out var recorded))
        {
            if (end.Type != HistoryEventType.ExecutionTerminated)
            {
                replay.Break("a wait for more", end.Type.ToString());
            }
        }
        else if (recorded.Type != end.Type)
        {
            replay.Break(recorded.Describe(), end.Type.ToString());
        }
    }

    private void RunEnded()
    {
        if (!thread.IsCurrent)
        {
            thread.Stray();
        }
    }

    /// <summary>As in Durable Task, an orchestrator that returned or threw ends only when nothing is open any more.</summary>
    private void TryEnd()
    {
        if (end is not null || run is null)
        {
            return;
        }

        if (thread.Unobserved is { } unobserved)
        {
            end = Failure(unobserved);
        }
        else if (run.IsCompleted && open.Count == 0)
        {
            end = EndOfRun();
        }
        else if (!run.IsCompleted && open.Count == 0 && !suspended && !events.AnyWaits)
        {
            // Nothing that it could be woken by is open, so what it awaits is not ours.
            strayed = true;
            end = Failure(new InvalidOperationException(StrayedText));
        }
        else if (!IsReplaying && nextSequence > historyEventsMax)
        {
            end = Failure(new InvalidOperationException(OutgrownText));
        }
    }

    private ExecutionEnd EndOfRun()
    {
        try
        {
            var output = run!.GetAwaiter().GetResult();
            return continueAsNew.Called
                ? new ExecutionEnd(HistoryEventType.ContinuedAsNew, continueAsNew.Input) { Carried = [.. events.Kept] }
                : new ExecutionEnd(HistoryEventType.ExecutionCompleted, DurableJson.Serialize(output));
        }
        catch (Exception exception)
        {
            // Whatever an orchestrator throws is its failure.
            return Failure(exception);
        }
    }

    private void EndWithBreak()
        => end = Failure(replay.Broken as Exception ?? new InvalidOperationException(StrayedText));

    private void Conclude()
    {
        if (end is { Type: not HistoryEventType.ExecutionTerminated })
        {
            Append(end.Type, 0, null, null, end.Payload);
        }

        outcome.End = end;
        outcome.Status = end?.Status ?? (suspensionRecorded ? OrchestrationRuntimeStatus.Suspended
            : run is null ? OrchestrationRuntimeStatus.Pending
            : OrchestrationRuntimeStatus.Running);
        outcome.OpenWork = end is null && (openActivities > 0 || run is null && record.OpenWork);
        outcome.CustomStatus = customStatus.Set ? customStatus.Value : writtenCustomStatus;
        customStatus = (false, null);
        outcome.RowChanged = outcome.Status != writtenStatus || outcome.OpenWork != writtenOpenWork || outcome.CustomStatus != writtenCustomStatus;
    }

    private static ExecutionEnd Failure(Exception exception)
        => new(HistoryEventType.ExecutionFailed, DurableJson.Serialize(TaskFailureDetails.FromException(exception)));
}
