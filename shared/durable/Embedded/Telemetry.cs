using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Serverless.Durable.Embedded;

/// <summary>Spans and figures for OpenTelemetry; next to nothing while nobody listens.</summary>
public static class Telemetry
{
    /// <summary>The name of the source of spans and of the meter.</summary>
    public const string Name = "Serverless.Durable";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Turns = Meter.CreateCounter<long>("durable.turns", "{turn}", "Turns that were committed.");
    private static readonly Counter<long> Activities = Meter.CreateCounter<long>("durable.activities", "{activity}", "Activities that came to a result.");
    private static readonly Counter<long> Parked = Meter.CreateCounter<long>("durable.parked", "{message}", "Messages that were parked.");
    private static readonly Histogram<double> CommitMs = Meter.CreateHistogram<double>("durable.turn.commit", "ms", "From the end of a turn's code to its commit.");

    internal static Activity? StartTurn(string name, string instanceId)
        => Source.HasListeners() ? Start("orchestration", name, instanceId) : null;

    internal static Activity? StartActivity(ActivityJob job)
        => Source.HasListeners() ? Start("activity", job.Name, job.InstanceId) : null;

    internal static void ActivityRan() => Activities.Add(1);

    internal static void TurnCommitted(long startedAt)
    {
        Turns.Add(1);
        if (CommitMs.Enabled)
        {
            CommitMs.Record(Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds);
        }
    }

    internal static void MessageParked() => Parked.Add(1);

    /// <summary>Publishes the queues of an engine until the meter that is returned is disposed.</summary>
    internal static Meter Observe(Func<int> live, Func<int> queued, Func<int> running)
    {
        var meter = new Meter(Name);
        meter.CreateObservableGauge("durable.instances.live", live, "{instance}", "Instances in memory.");
        meter.CreateObservableGauge("durable.activities.queued", queued, "{activity}", "Activities that wait for a place.");
        meter.CreateObservableGauge("durable.activities.running", running, "{activity}", "Activities that run.");
        return meter;
    }

    private static Activity? Start(string kind, string name, string instanceId)
    {
        var span = Source.StartActivity($"{kind}:{name}", ActivityKind.Internal, default(System.Diagnostics.ActivityContext));
        span?.SetTag("durabletask.type", kind);
        span?.SetTag("durabletask.task.name", name);
        span?.SetTag("durabletask.task.instance_id", instanceId);
        return span;
    }
}
