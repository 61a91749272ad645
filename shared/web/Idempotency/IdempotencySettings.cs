using Microsoft.Extensions.Configuration;

namespace Serverless.Web.Idempotency;

/// <summary>How keys are kept; from <c>Serverless:Idempotency</c>.</summary>
public sealed record IdempotencySettings
{
    public const string Section = "Serverless:Idempotency";

    /// <summary>How long a key is kept.</summary>
    public TimeSpan KeptFor { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long another process may work before its request is taken over.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a request waits for its twin.</summary>
    public TimeSpan TwinWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether no other process works on these tables: what another one left is then taken over at once.</summary>
    public bool SingleProcess { get; init; } = true;

    public static IdempotencySettings Read(IConfiguration configuration)
        => configuration.GetSection(Section).Get<IdempotencySettings>() ?? new IdempotencySettings();
}
