using System.Text.Json.Serialization;

namespace Serverless.Payments.ProviderPayments.Periods;

/// <summary>A service period whose payments are generated, by its latest generation.</summary>
/// <param name="Period">For example <c>2026-11</c>.</param>
/// <param name="Number">Generations of the period are counted from 1; each makes the payments that are missing.</param>
/// <param name="RequestId">What makes the generation itself; the same for a repeated request.</param>
/// <param name="Created">Payments that it has made, with those before it that it follows because somebody asked again.</param>
/// <param name="Existing">Payments that stood already.</param>
/// <param name="IsAskedAgain">Whether somebody else asked while it ran; another one follows it, because what came in behind it is missing.</param>
/// <param name="Skipped">Enrolments of providers or children that are not active.</param>
public sealed record GeneratedPeriod(
    string Period, int Number, GenerationStatus Status, string RequestId, string By, DateTimeOffset StartedAt, int Created = 0, int Existing = 0, int Skipped = 0, DateTimeOffset? CompletedAt = null, bool IsAskedAgain = false);

[JsonConverter(typeof(JsonStringEnumConverter<GenerationStatus>))]
public enum GenerationStatus
{
    Running,
    Completed,
}
