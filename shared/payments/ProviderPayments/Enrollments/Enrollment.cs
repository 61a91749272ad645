namespace Serverless.Payments.ProviderPayments.Enrollments;

/// <summary>That a child is in a provider's care; for each there is one payment a service period (CARE-2).</summary>
/// <param name="ClientId">The child.</param>
/// <param name="ServiceCode">What is provided; the rate is that of the provider's contract for it.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="ScheduledMinutes">Minutes of care a day that were agreed on, 1 to 1440; what a paid absence counts for.</param>
/// <param name="Version">1 at first, one more with each change; counted by the store, whatever a caller sets.</param>
public sealed record Enrollment(string ProviderId, string ClientId, string ServiceCode, DateOnly From, DateOnly To, int ScheduledMinutes, int Version = 1)
{
    /// <summary>Whether any day of the period lies within it.</summary>
    public bool Touches(ServicePeriod period) => From <= period.Last && To >= period.First;
}
