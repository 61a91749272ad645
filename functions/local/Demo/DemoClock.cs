namespace Serverless.Local.Demo;

/// <summary>Real time, moved to begin when the sample invoices are due, so that the demo goes the same in any year.</summary>
internal sealed class DemoClock : TimeProvider
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 16, 16, 0, 0, TimeSpan.Zero);

    private readonly long startedAt = System.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => Begin + System.GetElapsedTime(startedAt);
}
