using System.Diagnostics.CodeAnalysis;

namespace Serverless.Durable.Embedded;

/// <summary>Walks through a recorded history while the code repeats it, and says where the two part.</summary>
internal sealed class ReplayCursor
{
    private IReadOnlyList<HistoryEvent> recorded = [];
    private string instanceId = string.Empty;
    private int position;

    public bool IsActive { get; private set; }

    /// <summary>The first difference; kept, because the code may catch what it is thrown.</summary>
    public NonDeterministicOrchestrationException? Broken { get; private set; }

    public void Begin(string ofInstance, IReadOnlyList<HistoryEvent> history)
    {
        instanceId = ofInstance;
        recorded = history;
        position = 0;
        IsActive = true;
    }

    public void End()
    {
        IsActive = false;
        recorded = [];
    }

    public bool TryNext([NotNullWhen(true)] out HistoryEvent? next)
    {
        next = position < recorded.Count ? recorded[position++] : null;
        return next is not null;
    }

    /// <summary>The recorded row of what the code asks for.</summary>
    /// <exception cref="NonDeterministicOrchestrationException">The history holds something else here.</exception>
    public HistoryEvent Match(HistoryEventType type, int taskId, string? name, string? target)
    {
        if (Broken is { } broken)
        {
            throw broken;
        }

        var asked = new HistoryEvent(position, type, default) { Id = taskId, Name = name, Target = target };
        var held = position < recorded.Count ? recorded[position] : null;
        if (held is null || held.Type != type || held.Id != taskId
            || !string.Equals(held.Name, name, StringComparison.OrdinalIgnoreCase)
            || held.Target != target)
        {
            throw Break(held?.Describe() ?? "nothing more", asked.Describe());
        }

        position++;
        return held;
    }

    public NonDeterministicOrchestrationException Break(string held, string asked)
        => Broken ??= new NonDeterministicOrchestrationException(instanceId, held, asked);
}
