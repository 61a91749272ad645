using System.Text.Json.Serialization;
using Serverless.Payments.Amounts;
using Serverless.Payments.ProviderPayments.Adjustments;
using Serverless.Payments.ProviderPayments.Lists;

namespace Serverless.Web.ProviderPayments;

/// <summary>A correction of a paid provider payment (CARE-3).</summary>
/// <param name="Kind">Always <c>Adjustment</c>.</param>
/// <param name="Corrects">The payment that it corrects.</param>
/// <param name="Period">The service period of that payment.</param>
/// <param name="ClientId">The child.</param>
/// <param name="Amount">The difference: above zero where the provider gets more, below where less.</param>
/// <param name="Reason">Why; left out for its provider, parents and support coordinators while it is not authorised, or where it was withdrawn.</param>
/// <param name="Author">Who wrote it; somebody else authorises it.</param>
/// <param name="PaymentStatus">New, Authorized, Paid or Withdrawn.</param>
/// <param name="Version">Rises with every act; the ETag is the same number in quotes.</param>
/// <param name="ExportId">The export that has taken it.</param>
/// <param name="PaidIn">The service period it was exported in, whose Paid tab shows it.</param>
public sealed record AdjustmentBody(
    string Id,
    ListedKind Kind,
    string Corrects,
    string Period,
    string ProviderId,
    string ClientId,
    string ServiceCode,
    Money Amount,
    string? Reason,
    string Author,
    AdjustmentStatus PaymentStatus,
    int Version,
    DateTimeOffset StatusSince,
    DateTimeOffset CreatedAt,
    string? AuthorizedBy = null,
    string? ExportId = null,
    string? PaidIn = null)
{
    public static AdjustmentBody Of(Adjustment adjustment) => new(
        adjustment.Id,
        ListedKind.Adjustment,
        adjustment.PaymentId,
        adjustment.Period,
        adjustment.ProviderId,
        adjustment.ClientId,
        adjustment.ServiceCode,
        adjustment.Amount,
        adjustment.Reason,
        adjustment.Author,
        adjustment.Status,
        adjustment.Version,
        adjustment.StatusSince,
        adjustment.CreatedAt,
        adjustment.AuthorizedBy,
        adjustment.ExportId,
        adjustment.PaidIn);
}

/// <param name="Next">To be sent as <c>after</c> for the rest; null where there is none.</param>
public sealed record AdjustmentList(IReadOnlyList<AdjustmentBody> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);
