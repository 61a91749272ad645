using Microsoft.Extensions.Configuration;

namespace Serverless.Web.SignIn;

/// <summary>How long somebody stays signed in on pages.</summary>
/// <param name="Longest">From signing in on, however much one works.</param>
/// <param name="Idle">Without asking for a page.</param>
public sealed record SessionSettings(TimeSpan Longest, TimeSpan Idle)
{
    public const string LongestKey = "Serverless:Session:HoursMax";
    public const string IdleKey = "Serverless:Session:IdleMinutesMax";
    private const int HoursDefault = 12;
    private const int IdleMinutesDefault = 60;
    private const int HoursMax = 24 * 7;

    /// <exception cref="InvalidOperationException">A value is no such number; the host must not start.</exception>
    public static SessionSettings Read(IConfiguration configuration)
    {
        var hours = Number(configuration, LongestKey, HoursDefault, HoursMax);
        return new(TimeSpan.FromHours(hours), TimeSpan.FromMinutes(Number(configuration, IdleKey, Math.Min(IdleMinutesDefault, hours * 60), hours * 60)));
    }

    private static int Number(IConfiguration configuration, string key, int byDefault, int max)
        => configuration[key] is not { Length: > 0 } text ? byDefault
            : int.TryParse(text, out var number) && number >= 1 && number <= max ? number
            : throw new InvalidOperationException($"{key} is '{text}'. Set it to a whole number from 1 to {max}, or leave it out for {byDefault}.");
}
