using Serverless.Payments.Amounts;
using Serverless.Payments.Caps;

namespace Serverless.Payments.WeeklyRun;

/// <summary>A payment that a run has taken.</summary>
/// <param name="Attempt">With the payment's id, the key under which CAPS knows it.</param>
/// <param name="Outcome">CAPS's answer once it is booked.</param>
public sealed record RunItem(string PaymentId, int Attempt, Money Amount, CapsOutcome? Outcome = null)
{
    public string CapsKey => $"{PaymentId}/{Attempt}";
}
