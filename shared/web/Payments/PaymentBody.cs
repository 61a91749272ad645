using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;

namespace Serverless.Web.Payments;

/// <summary>A payment in the contract's JSON.</summary>
/// <param name="Version">Rises with every move; the ETag is the same number in quotes.</param>
/// <param name="Validation">Why it is in Error, or was before it went to Review; empty otherwise.</param>
/// <param name="Period">The month of service, such as <c>2026-11</c>.</param>
/// <param name="Attempt">How often it entered Submitted to CAPS; left out before the first time.</param>
/// <param name="RunId">The run that has taken it and whose answer is awaited.</param>
/// <param name="ResubmissionOf">The final payment that it replaces.</param>
/// <param name="ResubmittedAs">The payment that replaced it.</param>
/// <param name="ApprovalsNeeded">How many approve at its present stage, where policy asks for two; left out otherwise.</param>
/// <param name="ApprovalsGiven">How many of them have; likewise.</param>
/// <param name="EscalatedAt">When it was handed to superiors, too, for waiting too long; only where a single payment is read.</param>
/// <param name="OnBehalfOf">In an inbox: for whom it waits, where that is not you.</param>
public sealed record PaymentBody(
    string Id,
    string ProviderId,
    string ClientId,
    string ServiceCode,
    Units Units,
    Money Rate,
    Money Amount,
    DateOnly ServiceFrom,
    DateOnly ServiceTo,
    PaymentStatus Status,
    int Version,
    DateTimeOffset StatusSince,
    DateTimeOffset CreatedAt,
    string SubmittedBy,
    IReadOnlyList<ValidationMessage> Validation,
    string Period,
    int? Attempt = null,
    string? RunId = null,
    string? ResubmissionOf = null,
    string? ResubmittedAs = null,
    string? InvoiceNumber = null,
    int? ApprovalsNeeded = null,
    int? ApprovalsGiven = null,
    DateTimeOffset? EscalatedAt = null,
    string? OnBehalfOf = null)
{
    public static PaymentBody Of(Payment payment) => new(
        payment.Id,
        payment.Facts.ProviderId,
        payment.Facts.ClientId,
        payment.Facts.ServiceCode,
        payment.Facts.Units,
        payment.Facts.Rate,
        payment.Facts.Amount,
        payment.Facts.ServiceFrom,
        payment.Facts.ServiceTo,
        payment.Status,
        payment.Version,
        payment.StatusSince,
        payment.CreatedAt,
        payment.SubmittedBy,
        payment.Validation,
        payment.Period,
        payment.Attempt == 0 ? null : payment.Attempt,
        payment.RunId,
        payment.ResubmissionOf,
        payment.ResubmittedAs,
        payment.InvoiceNumber,
        payment.ApprovalsNeeded > 1 ? payment.ApprovalsNeeded : null,
        payment.ApprovalsNeeded > 1 ? payment.StageApprovals.Count : null);
}

/// <param name="Next">To be sent as <c>after</c> for the rest; null where there is none.</param>
public sealed record PaymentList(IReadOnlyList<PaymentBody> Items, [property: System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.Never)] string? Next);
