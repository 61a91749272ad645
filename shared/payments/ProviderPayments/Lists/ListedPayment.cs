using System.Text.Json.Serialization;
using Serverless.Payments.Amounts;

namespace Serverless.Payments.ProviderPayments.Lists;

/// <summary>A payment as the tabs of its service period show it, or an adjustment in those of the period it was exported in (CARE-4).</summary>
/// <param name="Id">The payment's, or the adjustment's.</param>
/// <param name="Period">Whose tabs it is in.</param>
/// <param name="Version">The record's version that is shown; a lower one never replaces it.</param>
/// <param name="Corrects">For an adjustment: the payment that it corrects.</param>
/// <param name="StatusSince">Since when the statuses are what they are.</param>
/// <param name="Amount">Null where it is not calculated yet.</param>
public sealed record ListedPayment(
    string Id,
    ListedKind Kind,
    string Period,
    string ProviderId,
    string ProviderName,
    string ClientId,
    string ChildName,
    string ServiceCode,
    SubmissionStatus Submission,
    ProviderPaymentStatus Status,
    int Version,
    DateTimeOffset StatusSince,
    Money? Amount = null,
    string? Corrects = null);

[JsonConverter(typeof(JsonStringEnumConverter<ListedKind>))]
public enum ListedKind
{
    Payment,
    Adjustment,
}
