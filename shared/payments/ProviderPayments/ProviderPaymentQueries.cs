using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Payments.ProviderPayments.Adjustments;
using Serverless.Payments.ProviderPayments.Attendance;

namespace Serverless.Payments.ProviderPayments;

/// <summary>Reads provider payments for a caller; what the caller may not see is not there.</summary>
public sealed class ProviderPaymentQueries(ProviderPaymentRecords records, AdjustmentRecords adjustments, AuthorizationReader authorization, PaymentVisibility visibility)
{
    public async Task<ProviderPayment?> FindAsync(Caller caller, string id, CancellationToken cancellation = default)
        => await records.FindAsync(id, cancellation) is { } payment && await visibility.IsVisibleAsync(caller, payment.ProviderId, payment.ClientId, cancellation) ? payment : null;

    /// <summary>Everything that belongs to a payment that the caller sees.</summary>
    public async Task<ProviderPaymentView> WholeAsync(Caller caller, ProviderPayment payment, CancellationToken cancellation = default)
    {
        var isReviewed = caller.IsStaff && payment.Sheet is not null && payment.Status is not (ProviderPaymentStatus.Authorized or ProviderPaymentStatus.Paid);
        var (preview, faults) = isReviewed ? AttendanceAuthorization.Decide(payment, await authorization.ReadAsync(payment, cancellation)) : (null, []);
        return new(
            payment,
            await records.SheetAsync(payment, cancellation),
            await records.CalculationAsync(payment, cancellation),
            preview,
            faults,
            [.. (await adjustments.OfChildAsync(payment.ClientId, cancellation)).Where(adjustment => adjustment.PaymentId == payment.Id).OrderBy(adjustment => adjustment.CreatedAt)]);
    }

    public async Task<IReadOnlyList<ProviderPaymentMove>?> HistoryAsync(Caller caller, string id, CancellationToken cancellation = default)
        => await FindAsync(caller, id, cancellation) is { } payment ? await records.HistoryAsync(payment, cancellation) : null;
}

/// <param name="Days">The sheet that stands.</param>
/// <param name="Calculation">Of the authorisation; null where it is not authorised.</param>
/// <param name="Preview">What an authorisation would calculate now; for staff, while it is not authorised.</param>
/// <param name="PreviewFaults">What would stand against one.</param>
/// <param name="Adjustments">Its corrections, oldest first.</param>
public sealed record ProviderPaymentView(
    ProviderPayment Payment, IReadOnlyList<AttendanceDay> Days, Calculation? Calculation, Calculation? Preview, IReadOnlyList<ValidationMessage> PreviewFaults, IReadOnlyList<Adjustment> Adjustments);
