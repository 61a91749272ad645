namespace Serverless.Payments.Approvals;

/// <summary>What a command led to: the payment, a refusal, or a promise where it took too long.</summary>
/// <param name="Payment">The payment in its new status.</param>
/// <param name="Refusal">Why nothing changed.</param>
/// <param name="PendingPaymentId">Set where the outcome is still to come: the payment it is about.</param>
/// <param name="PendingDecisionId">The stored decision to read it from; null for a submission.</param>
public sealed record CommandResult(Payment? Payment, Refusal? Refusal, string? PendingPaymentId, string? PendingDecisionId)
{
    public static CommandResult Done(Payment payment) => new(payment, null, null, null);

    public static CommandResult Refused(Refusal refusal) => new(null, refusal, null, null);

    public static CommandResult Accepted(string paymentId, string? decisionId) => new(null, null, paymentId, decisionId);
}
