using Serverless.Payments.Approvals;

namespace Serverless.Payments.ProviderPayments;

/// <summary>What an act led to: a payment, a refusal, or a promise where it took too long.</summary>
/// <param name="Payment">The payment as it is now.</param>
/// <param name="Refusal">Why nothing changed.</param>
/// <param name="Pending">Set where the outcome is still to come: the stored act to read it from.</param>
public sealed record ProviderPaymentResult(ProviderPayment? Payment, Refusal? Refusal = null, AttendanceAct? Pending = null)
{
    public static ProviderPaymentResult Done(ProviderPayment payment) => new(payment);

    public static ProviderPaymentResult Refused(Refusal refusal) => new(null, refusal);

    public static ProviderPaymentResult Refused(RefusalKind kind, string code, string field, string message)
        => new(null, new(kind, code, message) { Errors = [new(code, field, message)] });

    public static ProviderPaymentResult Accepted(AttendanceAct act) => new(null, null, act);
}

/// <summary>Which act, and on what.</summary>
/// <param name="ActId">What makes it itself; derived from the request where it carries a key.</param>
/// <param name="IfVersion">The version that the caller saw; refused as stale where it is another. Not checked where null.</param>
public sealed record AttendanceRequest(string ActId, int? IfVersion = null);
