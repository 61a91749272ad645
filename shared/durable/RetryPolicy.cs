namespace Serverless.Durable;

/// <summary>When a failed activity or sub-orchestration is tried again; the waits are durable timers.</summary>
/// <param name="MaxNumberOfAttempts">All attempts, the first included; at least 1.</param>
/// <param name="FirstRetryInterval">The wait before the second attempt; above zero.</param>
/// <param name="BackoffCoefficient">What each further wait is multiplied by; at least 1.</param>
/// <param name="MaxRetryInterval">The longest wait; one hour by default.</param>
/// <param name="RetryTimeout">What fails this long after the first attempt began, or later, is not tried again; the last wait may go beyond it. Unlimited by default.</param>
public sealed record RetryPolicy(
    int MaxNumberOfAttempts,
    TimeSpan FirstRetryInterval,
    double BackoffCoefficient = 1.0,
    TimeSpan? MaxRetryInterval = null,
    TimeSpan? RetryTimeout = null)
{
    public int MaxNumberOfAttempts { get; } = MaxNumberOfAttempts >= 1
        ? MaxNumberOfAttempts
        : throw new ArgumentOutOfRangeException(nameof(MaxNumberOfAttempts), MaxNumberOfAttempts, "At least one attempt is made.");

    public TimeSpan FirstRetryInterval { get; } = FirstRetryInterval > TimeSpan.Zero
        ? FirstRetryInterval
        : throw new ArgumentOutOfRangeException(nameof(FirstRetryInterval), FirstRetryInterval, "The first wait is above zero.");

    public double BackoffCoefficient { get; } = BackoffCoefficient >= 1.0
        ? BackoffCoefficient
        : throw new ArgumentOutOfRangeException(nameof(BackoffCoefficient), BackoffCoefficient, "Waits do not shrink.");

    /// <summary>Which failures are worth another attempt; all by default. It must be deterministic; where it throws, the failure is not tried again.</summary>
    public Func<TaskFailureDetails, bool>? HandleFailure { get; init; }

    /// <summary>The wait after the given failed attempt (1-based), or null when there is no further one.</summary>
    /// <param name="attempt">The number of the attempt that failed.</param>
    /// <param name="failure">How it failed.</param>
    /// <param name="sinceFirst">The time since the first attempt was scheduled.</param>
    public TimeSpan? NextDelay(int attempt, TaskFailureDetails failure, TimeSpan sinceFirst)
    {
        if (attempt >= MaxNumberOfAttempts || HandleFailure?.Invoke(failure) == false)
        {
            return null;
        }

        var longest = MaxRetryInterval ?? TimeSpan.FromHours(1);
        var factor = Math.Pow(BackoffCoefficient, attempt - 1);
        var delay = FirstRetryInterval.TotalMilliseconds * factor >= longest.TotalMilliseconds
            ? longest
            : FirstRetryInterval * factor;
        return RetryTimeout is { } limit && sinceFirst >= limit ? null : delay;
    }
}
