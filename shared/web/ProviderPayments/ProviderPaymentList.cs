using System.Text.Json.Serialization;
using Serverless.Payments.Amounts;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Lists;

namespace Serverless.Web.ProviderPayments;

/// <summary>A page of a tab.</summary>
/// <param name="Counts">What every tab holds for you, whatever is searched and filtered.</param>
/// <param name="Next">To be sent as <c>after</c>, in the same sort, for the rest; null where there is none.</param>
public sealed record ProviderPaymentList(IReadOnlyList<ProviderPaymentItem> Items, TabCounts Counts, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);

/// <summary>A payment in the tabs of its service period, or an adjustment in the Paid tab of the period that it was exported in (CARE-4).</summary>
/// <param name="Period">Whose tabs it is in.</param>
/// <param name="ClientId">The child.</param>
/// <param name="SubmissionStatus">Left out for an adjustment, which nobody submits.</param>
/// <param name="Amount">Left out where it is not calculated yet.</param>
/// <param name="Corrects">For an adjustment: the payment that it corrects.</param>
public sealed record ProviderPaymentItem(
    string Id,
    ListedKind Kind,
    string Period,
    string ProviderId,
    string ProviderName,
    string ClientId,
    string ChildName,
    string ServiceCode,
    ProviderPaymentStatus PaymentStatus,
    int Version,
    DateTimeOffset StatusSince,
    SubmissionStatus? SubmissionStatus = null,
    Money? Amount = null,
    string? Corrects = null)
{
    public static ProviderPaymentItem Of(ListedPayment item) => new(
        item.Id,
        item.Kind,
        item.Period,
        item.ProviderId,
        item.ProviderName,
        item.ClientId,
        item.ChildName,
        item.ServiceCode,
        item.Status,
        item.Version,
        item.StatusSince,
        item.Kind == ListedKind.Payment ? item.Submission : null,
        item.Amount,
        item.Corrects);
}
