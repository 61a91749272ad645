using Serverless.Payments.Approvals;

namespace Serverless.Payments.Users.Delegations;

/// <summary>What came of recording or revoking a delegation.</summary>
/// <param name="Delegation">As it stands now; null where the request was refused.</param>
/// <param name="Refusal">Why nothing changed.</param>
public sealed record DelegationResult(Delegation? Delegation, Refusal? Refusal)
{
    public static DelegationResult Done(Delegation delegation) => new(delegation, null);

    public static DelegationResult Refused(Refusal refusal) => new(null, refusal);
}
