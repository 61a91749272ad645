using System.Text.Json;

namespace Serverless.Durable.Embedded;

/// <summary>An event as it was recorded.</summary>
internal sealed record RaisedEvent(long InboxId, string Name, string? Payload);

/// <summary>
/// Matches events to waits by name, ignoring case. As in Durable Task, the latest wait of a name is served first,
/// and a cancelled wait stays in its place and swallows the event that reaches it.
/// </summary>
internal sealed class ExternalEvents
{
    private readonly Dictionary<string, Wait> waits = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<RaisedEvent> kept = [];

    public bool AnyWaits => waits.Count > 0;

    /// <summary>Events that nobody waited for yet, in the order of their arrival.</summary>
    public IReadOnlyList<RaisedEvent> Kept => kept;

    /// <summary>Waits for an event, or takes one that was kept.</summary>
    /// <param name="name">The event's name.</param>
    /// <param name="unreadable">Told of each kept event whose payload is not a <typeparamref name="T"/>; it is dropped.</param>
    /// <param name="cancellation">Cancels the task, not the place in the row.</param>
    public Task<T> WaitFor<T>(string name, Action<RaisedEvent, JsonException> unreadable, CancellationToken cancellation)
    {
        waits.TryGetValue(name, out var below);
        if (below is not null && below.PayloadType != typeof(T))
        {
            throw new ArgumentException($"Events of one name have one type: '{name}' is awaited as {below.PayloadType.FullName}, and now as {typeof(T).FullName}.", nameof(name));
        }

        var wait = new Wait<T>(below);
        if (!TakeKept(name, wait, unreadable))
        {
            waits[name] = wait;
            if (cancellation.CanBeCanceled)
            {
                cancellation.Register(() => wait.Cancel(cancellation), useSynchronizationContext: false);
            }
        }

        return wait.Task;
    }

    /// <summary>Gives the event to the wait that is served next, or keeps it.</summary>
    /// <exception cref="JsonException">The payload is not of the type that is waited for; nothing has changed.</exception>
    public void Raise(RaisedEvent raised)
    {
        if (!waits.TryGetValue(raised.Name, out var wait))
        {
            kept.Add(raised);
            return;
        }

        var complete = wait.Prepare(raised.Payload);
        if (wait.Below is null)
        {
            waits.Remove(raised.Name);
        }
        else
        {
            waits[raised.Name] = wait.Below;
        }

        complete();
    }

    public void Keep(RaisedEvent raised) => kept.Add(raised);

    public void DropKept() => kept.Clear();

    private bool TakeKept(string name, Wait wait, Action<RaisedEvent, JsonException> unreadable)
    {
        for (var index = 0; index < kept.Count;)
        {
            var raised = kept[index];
            if (!string.Equals(raised.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                index++;
                continue;
            }

            kept.RemoveAt(index);
            try
            {
                wait.Prepare(raised.Payload)();
                return true;
            }
            catch (JsonException exception)
            {
                unreadable(raised, exception);
            }
        }

        return false;
    }

    private abstract class Wait(Wait? below)
    {
        public Wait? Below { get; } = below;

        public abstract Type PayloadType { get; }

        /// <summary>Reads the payload; what it returns completes the wait and cannot fail.</summary>
        public abstract Action Prepare(string? payload);
    }

    private sealed class Wait<T>(Wait? below) : Wait(below)
    {
        private readonly TaskCompletionSource<T> source = new();

        public Task<T> Task => source.Task;

        public override Type PayloadType => typeof(T);

        public override Action Prepare(string? payload)
        {
            var value = DurableJson.Deserialize<T>(payload);
            return () => source.TrySetResult(value!);
        }

        public void Cancel(CancellationToken cancellation) => source.TrySetCanceled(cancellation);
    }
}
