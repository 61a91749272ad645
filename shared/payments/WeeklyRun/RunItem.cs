using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.MassPayments.Requests;
using Serverless.Payments.Settlement;

namespace Serverless.Payments.WeeklyRun;

/// <summary>A payment, or a payment request of a mass payment, that a run has taken.</summary>
/// <param name="PaymentId">Its id, or the request's.</param>
/// <param name="Attempt">With the id, the key under which CAPS or SMART knows it.</param>
/// <param name="Outcome">CAPS's answer once it is booked.</param>
/// <param name="Version">The payment's when it was taken; nothing but CAPS's answer moves it until then. Null where it was taken by an earlier program.</param>
public sealed record RunItem(string PaymentId, int Attempt, Money Amount, SettlementOutcome? Outcome = null, int? Version = null)
{
    public string Key => $"{PaymentId}/{Attempt}";

    public static RunItem Of(PaymentRequest request) => new(request.Id, request.Attempt, request.Order.Amount, Version: request.Version);

    public static RunItem Of(Payment payment) => new(payment.Id, payment.Attempt, payment.Facts.Amount, Version: payment.Version);
}
