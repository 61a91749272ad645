using Microsoft.Extensions.Logging.Abstractions;

namespace Serverless.Durable.Embedded;

/// <summary>Replays recorded histories against today's code, so that instances in flight survive an upgrade.</summary>
public static class HistoryReplay
{
    /// <summary>
    /// Runs the orchestrator over a history. The code must ask for exactly what was recorded, in the same order, and end
    /// where the history ends; inputs and times may differ.
    /// </summary>
    /// <exception cref="NonDeterministicOrchestrationException">The code differs; it names what was recorded and what was asked for.</exception>
    /// <exception cref="ArgumentException">The registry does not hold the orchestrator, or the history has no start.</exception>
    public static void Verify(TaskRegistry registry, RecordedHistory history)
    {
        if (!registry.Orchestrators.TryGetValue(history.Name, out var runner))
        {
            throw new ArgumentException($"No orchestrator '{history.Name}' is registered.", nameof(registry));
        }

        if (history.Events.Count == 0 || history.Events[0].Type != HistoryEventType.ExecutionStarted)
        {
            throw new ArgumentException($"The history of '{history.InstanceId}' does not begin with {HistoryEventType.ExecutionStarted}.", nameof(history));
        }

        var record = new InstanceRecord(history.InstanceId, history.Name)
        {
            Input = history.Events[0].Payload,
            Parent = history.ParentInstanceId is { } parent ? new ParentTask(parent, 0, 0) : null,
        };
        var execution = new OrchestrationExecution(record, runner, NullLoggerFactory.Instance, int.MaxValue, static () => { });
        execution.Replay(history.Events);
        execution.ThrowIfBroken();
    }
}
