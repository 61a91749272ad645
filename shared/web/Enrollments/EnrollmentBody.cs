using Serverless.Payments.ProviderPayments.Enrollments;

namespace Serverless.Web.Enrollments;

/// <param name="ClientId">The child.</param>
/// <param name="ServiceCode">What is provided; the rate is that of the provider's contract for it.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="ScheduledHours">Hours of care a day that were agreed on; what a paid absence counts for.</param>
public sealed record EnrollmentBody(string ProviderId, string ClientId, string ServiceCode, DateOnly From, DateOnly To, decimal ScheduledHours, int Version)
{
    public static EnrollmentBody Of(Enrollment enrollment) => new(
        enrollment.ProviderId, enrollment.ClientId, enrollment.ServiceCode, enrollment.From, enrollment.To, ScheduledTime.ToHours(enrollment.ScheduledMinutes), enrollment.Version);
}
