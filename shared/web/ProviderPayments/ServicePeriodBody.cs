using Serverless.Payments.ProviderPayments.Periods;

namespace Serverless.Web.ProviderPayments;

/// <summary>A service period by its latest generation.</summary>
/// <param name="Period">Such as <c>2026-11</c>.</param>
/// <param name="Status">Running or Completed.</param>
/// <param name="Number">Generations of a period are counted from 1; each makes the payments that are missing.</param>
/// <param name="Created">Payments that it has made.</param>
/// <param name="Existing">Payments that stood already.</param>
/// <param name="Skipped">Enrolments of providers or children that are not active.</param>
/// <param name="Version">The number of the generation.</param>
public sealed record ServicePeriodBody(
    string Period, GenerationStatus Status, int Number, int Created, int Existing, int Skipped, string StartedBy, DateTimeOffset StartedAt, int Version, DateTimeOffset? CompletedAt = null)
{
    public static string PathOf(string period) => $"/api/service-periods/{period}";

    public static ServicePeriodBody Of(GeneratedPeriod period)
        => new(period.Period, period.Status, period.Number, period.Created, period.Existing, period.Skipped, period.By, period.StartedAt, period.Number, period.CompletedAt);
}
