namespace Serverless.Durable.Embedded;

/// <summary>The waits between deliveries.</summary>
internal static class Backoff
{
    /// <param name="attempts">Attempts that failed, at least 1.</param>
    /// <param name="options">The first and the longest wait.</param>
    public static TimeSpan After(int attempts, EmbeddedEngineOptions options)
    {
        var doublings = Math.Clamp(attempts - 1, 0, 30);
        var ticks = Math.Min((double)options.DeliveryRetryFirst.Ticks * (1L << doublings), options.DeliveryRetryLongest.Ticks);
        return TimeSpan.FromTicks((long)ticks);
    }
}
