using Serverless.Payments.Amounts;

namespace Serverless.Payments.Approvals;

/// <summary>What a live payment takes from a client's budget, and the days it covers (UPI-3).</summary>
public sealed record Reservation(string PaymentId, string ProviderId, string ServiceCode, Units Units, DateOnly ServiceFrom, DateOnly ServiceTo)
{
    public static Reservation Of(Payment payment) => new(
        payment.Id,
        payment.Facts.ProviderId,
        payment.Facts.ServiceCode,
        payment.Facts.Units,
        payment.Facts.ServiceFrom,
        payment.Facts.ServiceTo);
}
