using Serverless.Payments.Amounts;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Lists;

namespace Serverless.Web.ProviderPayments;

/// <summary>What a provider is paid for the care of one child in one service period (CARE-1 to CARE-3).</summary>
/// <param name="Kind">Always <c>Payment</c>.</param>
/// <param name="Period">The service period, such as <c>2026-11</c>.</param>
/// <param name="ClientId">The child.</param>
/// <param name="SubmissionStatus">New, Ready for Parent or Submitted; stays New on paper.</param>
/// <param name="PaymentStatus">New, Received, Authorized, Hold or Paid.</param>
/// <param name="Version">Rises with every act that changes something; the ETag is the same number in quotes.</param>
/// <param name="StatusSince">Since when both statuses are what they are.</param>
/// <param name="Sheet">The attendance sheet that stands; left out where there is none yet.</param>
/// <param name="Signature">The parent's under that sheet.</param>
/// <param name="Receipt">Who marked it as received by hand.</param>
/// <param name="Question">Of the last hold.</param>
/// <param name="Answer">To that question; left out while it is open.</param>
/// <param name="Units">From the authorisation on.</param>
/// <param name="Amount">From the authorisation on.</param>
/// <param name="Calculation">How the amount came about.</param>
/// <param name="Preview">For staff, while it is not authorised: what an authorisation would give now.</param>
/// <param name="ExportId">The export that has taken it.</param>
/// <param name="Adjustments">Its corrections, oldest first, for staff all and for others those Authorized or Paid; left out where there are none.</param>
public sealed record ProviderPaymentBody(
    string Id,
    ListedKind Kind,
    string Period,
    string ProviderId,
    string ProviderName,
    string ClientId,
    string ChildName,
    string ServiceCode,
    SubmissionStatus SubmissionStatus,
    ProviderPaymentStatus PaymentStatus,
    int Version,
    DateTimeOffset StatusSince,
    DateTimeOffset CreatedAt,
    SheetBody? Sheet = null,
    ParentSignature? Signature = null,
    HandReceipt? Receipt = null,
    Remark? Question = null,
    Remark? Answer = null,
    Units? Units = null,
    Money? Amount = null,
    CalculationBody? Calculation = null,
    AuthorizationPreview? Preview = null,
    string? ExportId = null,
    IReadOnlyList<AdjustmentBody>? Adjustments = null)
{
    /// <param name="view">The payment with what belongs to it.</param>
    /// <param name="names">By which people know provider and child.</param>
    public static ProviderPaymentBody Of(ProviderPaymentView view, ListedPayment names)
    {
        var payment = view.Payment;
        return new(
            payment.Id,
            ListedKind.Payment,
            payment.Period,
            payment.ProviderId,
            names.ProviderName,
            payment.ClientId,
            names.ChildName,
            payment.ServiceCode,
            payment.Submission,
            payment.Status,
            payment.Version,
            payment.StatusSince,
            payment.CreatedAt,
            payment.Sheet is { } seal ? SheetBody.Of(seal, view.Days) : null,
            payment.Signature,
            payment.Receipt,
            payment.Question,
            payment.Answer,
            payment.Units,
            payment.Amount,
            view.Calculation is { } calculation ? CalculationBody.Of(calculation) : null,
            PreviewOf(view),
            payment.ExportId,
            view.Adjustments.Count == 0 ? null : [.. view.Adjustments.Select(AdjustmentBody.Of)]);
    }

    private static AuthorizationPreview? PreviewOf(ProviderPaymentView view)
        => view.Preview is null && view.PreviewFaults.Count == 0 ? null : new(view.PreviewFaults, view.Preview is { } preview ? CalculationBody.Of(preview) : null);
}
