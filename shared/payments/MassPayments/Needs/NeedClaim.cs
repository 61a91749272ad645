namespace Serverless.Payments.MassPayments.Needs;

/// <summary>
/// Which approval is making needs of one client, provider and type. It binds for as long as that approval is at work; whether
/// it is, the mass payment's page says, and no clock. The row stays, and every transaction that makes such a need writes it,
/// so that of two which read it before only one gets through.
/// </summary>
/// <param name="Approval">The number of that approval, or <see cref="Released"/>.</param>
public sealed record NeedClaim(string MassPaymentId, int Approval)
{
    /// <summary>The number of no approval: the one that had it was refused, and let it go.</summary>
    public const int Released = 0;
}
