using Microsoft.Extensions.Configuration;

namespace Serverless.Web.Requests;

/// <summary>How much a caller, and all callers together, may ask for; from <c>Serverless:RateLimit</c>.</summary>
public sealed record RateLimitSettings
{
    public const string Section = "Serverless:RateLimit";

    /// <summary>Requests a second that one caller (by user, else by address) may send for long.</summary>
    public int PerSecond { get; init; } = 500;

    /// <summary>Requests that one caller may send at once after a pause.</summary>
    public int Burst { get; init; } = 1_000;

    /// <summary>Sign-ins a minute from one address.</summary>
    public int SignInsPerMinute { get; init; } = 600;

    /// <summary>Requests under way at one time, of all callers together.</summary>
    public int Concurrent { get; init; } = 512;

    /// <summary>Requests that wait for their turn beyond those; further ones are refused.</summary>
    public int Queued { get; init; } = 2_048;

    /// <summary>Large bodies read at one time, because each is held in memory.</summary>
    public int ConcurrentUploads { get; init; } = 8;

    /// <exception cref="InvalidOperationException">A value is no positive number; the host must not start.</exception>
    public static RateLimitSettings Read(IConfiguration configuration)
    {
        var settings = configuration.GetSection(Section).Get<RateLimitSettings>() ?? new RateLimitSettings();
        int[] values = [settings.PerSecond, settings.Burst, settings.SignInsPerMinute, settings.Concurrent, settings.ConcurrentUploads];
        return Array.TrueForAll(values, value => value > 0) && settings.Queued >= 0
            ? settings
            : throw new InvalidOperationException($"Every value of {Section} must be above zero (Queued may be zero).");
    }
}
