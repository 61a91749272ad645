using System.Diagnostics;

namespace Serverless.Web.Tests.Hosting;

/// <summary>Runs like a real clock from a Sunday in November 2026 on, and can be put forward.</summary>
public sealed class TestClock : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 18, 0, 0, TimeSpan.Zero);
    private readonly long started = Stopwatch.GetTimestamp();
    private long aheadTicks;

    public override DateTimeOffset GetUtcNow() => Start + Stopwatch.GetElapsedTime(started) + TimeSpan.FromTicks(Volatile.Read(ref aheadTicks));

    public void Advance(TimeSpan by) => Interlocked.Add(ref aheadTicks, by.Ticks);
}
