using Serverless.Payments.Directory;
using Serverless.Payments.ProviderPayments.Attendance;
using Serverless.Payments.ProviderPayments.Enrollments;

namespace Serverless.Payments.ProviderPayments;

/// <summary>Reads what an authorisation is decided by.</summary>
public sealed class AuthorizationReader(ProviderPaymentRecords records, AgencyDirectory directory, EnrollmentRecords enrollments, AttendancePolicies policies)
{
    public async Task<AuthorizationBasis> ReadAsync(ProviderPayment payment, CancellationToken cancellation = default) => new(
        await directory.FindProviderAsync(payment.ProviderId, cancellation),
        await directory.FindClientAsync(payment.ClientId, cancellation),
        await directory.FindContractAsync(payment.ProviderId, payment.ServiceCode, cancellation),
        await enrollments.FindAsync(payment.ProviderId, payment.ClientId, cancellation),
        await policies.ReadAsync(cancellation),
        await records.SheetAsync(payment, cancellation),
        await ElsewhereAsync(payment, cancellation));

    private async Task<IReadOnlyList<AttendanceDay>> ElsewhereAsync(ProviderPayment payment, CancellationToken cancellation)
    {
        var days = new List<AttendanceDay>();
        foreach (var other in await records.OfChildAsync(payment.ClientId, cancellation))
        {
            if (other.Period == payment.Period && other.Id != payment.Id && other.Status is (ProviderPaymentStatus.Authorized or ProviderPaymentStatus.Paid))
            {
                days.AddRange(await records.SheetAsync(other, cancellation));
            }
        }

        return days;
    }
}
