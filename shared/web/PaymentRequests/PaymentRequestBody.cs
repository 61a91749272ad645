using System.Text.Json.Serialization;
using Serverless.Payments.Amounts;
using Serverless.Payments.Identity;
using Serverless.Payments.MassPayments;
using Serverless.Payments.MassPayments.Requests;

namespace Serverless.Web.PaymentRequests;

/// <summary>The order to SMART to pay one entry of an approved mass payment (KEES-6).</summary>
/// <param name="Version">Rises with every move; the ETag is the same number in quotes.</param>
/// <param name="Attempt">How often it was authorised; with the id it is the key under which SMART knows it.</param>
/// <param name="N">The entry of the mass payment.</param>
/// <param name="RunId">The run that has taken it and whose answer is awaited.</param>
public sealed record PaymentRequestBody(
    string Id,
    string ProviderId,
    string ServiceId,
    string ClientId,
    string CaseNumber,
    string AidCode,
    string NeedCategory,
    string NeedType,
    Money Amount,
    DateOnly Begin,
    DateOnly End,
    RequestStatus Status,
    int Version,
    DateTimeOffset StatusSince,
    int Attempt,
    string MassPaymentId,
    int N,
    string NeedId,
    string ServiceArrangementId,
    IReadOnlyList<RequestHistoryEntry> History,
    string? RunId = null)
{
    public static PaymentRequestBody Of(PaymentRequest request, IReadOnlyList<RequestMove> history) => new(
        request.Id,
        request.Order.ProviderId,
        request.Order.ServiceId,
        request.Order.ClientId,
        request.Order.CaseNumber,
        request.Order.AidCode,
        request.Order.NeedCategory,
        request.Order.NeedType,
        request.Order.Amount,
        request.Order.Begin,
        request.Order.End,
        request.Status,
        request.Version,
        request.StatusSince,
        request.Attempt,
        request.MassPaymentId,
        request.N,
        MassPaymentKeys.NeedId(request.MassPaymentId, request.N),
        MassPaymentKeys.ArrangementId(request.MassPaymentId, request.N),
        [.. history.Select(move => new RequestHistoryEntry(move.From, move.To, move.By, move.Role, move.At, move.Reason))],
        request.RunId);
}

/// <summary>One move of a payment request.</summary>
/// <param name="From">Null for its making.</param>
/// <param name="Role">The role acted in.</param>
/// <param name="Reason">The note or reason given, or SMART's; null where none was.</param>
public sealed record RequestHistoryEntry(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] RequestStatus? From,
    RequestStatus To,
    string By,
    Role Role,
    DateTimeOffset At,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Reason);
