using Serverless.Payments.Amounts;
using Serverless.Payments.Directory;
using Serverless.Payments.ProviderPayments.Adjustments;
using Serverless.Payments.ProviderPayments.Attendance;

namespace Serverless.Payments.ProviderPayments;

/// <summary>Reads what an authorisation is decided by.</summary>
public sealed class AuthorizationReader(ProviderPaymentRecords records, AdjustmentRecords adjustments, AgencyDirectory directory, AttendancePolicies policies)
{
    public async Task<AuthorizationBasis> ReadAsync(ProviderPayment payment, CancellationToken cancellation = default) => new(
        await directory.FindProviderAsync(payment.ProviderId, cancellation),
        await directory.FindClientAsync(payment.ClientId, cancellation),
        await directory.FindContractAsync(payment.ProviderId, payment.ServiceCode, cancellation),
        await policies.ReadAsync(cancellation),
        await records.SheetAsync(payment, cancellation),
        await ElsewhereAsync(payment, cancellation));

    /// <summary>What was paid by mistake and taken back whole stands in nobody's way.</summary>
    private async Task<IReadOnlyList<AttendanceDay>> ElsewhereAsync(ProviderPayment payment, CancellationToken cancellation)
    {
        var days = new List<AttendanceDay>();
        var corrections = (await adjustments.OfChildAsync(payment.ClientId, cancellation)).Where(adjustment => adjustment.Status == AdjustmentStatus.Paid).ToLookup(adjustment => adjustment.PaymentId);
        foreach (var other in await records.OfChildAsync(payment.ClientId, cancellation))
        {
            if (other.Period == payment.Period && other.Id != payment.Id && other.Status is (ProviderPaymentStatus.Authorized or ProviderPaymentStatus.Paid)
                && corrections[other.Id].Aggregate(other.Amount!.Value, (sum, adjustment) => sum + adjustment.Amount) != Money.Zero)
            {
                days.AddRange(await records.SheetAsync(other, cancellation));
            }
        }

        return days;
    }
}
