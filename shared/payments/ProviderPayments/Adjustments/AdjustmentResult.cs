using Serverless.Payments.Approvals;

namespace Serverless.Payments.ProviderPayments.Adjustments;

/// <summary>What an act on an adjustment led to.</summary>
/// <param name="Adjustment">As it stands now; null where the act was refused.</param>
/// <param name="Refusal">Why nothing changed.</param>
public sealed record AdjustmentResult(Adjustment? Adjustment, Refusal? Refusal)
{
    public static AdjustmentResult Done(Adjustment adjustment) => new(adjustment, null);

    public static AdjustmentResult Refused(Refusal refusal) => new(null, refusal);
}
