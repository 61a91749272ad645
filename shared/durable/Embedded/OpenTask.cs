using System.Text.Json;

namespace Serverless.Durable.Embedded;

/// <summary>Something the orchestrator asked for that has no result yet.</summary>
internal abstract class OpenTask(HistoryEvent asked)
{
    public HistoryEvent Asked { get; } = asked;

    public int Id => (int)Asked.Id;

    /// <summary>Whether its result is in the history already, though it may wait for the end of a suspension.</summary>
    public bool HasResult { get; set; }

    public abstract void Complete(string? payload);

    public abstract void Fail(TaskFailureDetails failure);
}

/// <inheritdoc cref="OpenTask"/>
internal sealed class OpenTask<T>(HistoryEvent asked) : OpenTask(asked)
{
    // Continuations run inline: on the turn's thread they are the orchestrator's, in an order that a replay repeats.
    private readonly TaskCompletionSource<T> source = new();

    public Task<T> Task => source.Task;

    public override void Complete(string? payload)
    {
        T? result;
        try
        {
            result = DurableJson.Deserialize<T>(payload);
        }
        catch (JsonException exception)
        {
            source.TrySetException(exception);
            return;
        }

        source.TrySetResult(result!);
    }

    public override void Fail(TaskFailureDetails failure)
        => source.TrySetException(new TaskFailedException(Asked.Name ?? string.Empty, Id, failure));

    public bool Cancel(CancellationToken cancellation) => source.TrySetCanceled(cancellation);
}
