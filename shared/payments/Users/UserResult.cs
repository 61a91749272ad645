using Serverless.Payments.Approvals;

namespace Serverless.Payments.Users;

/// <summary>What came of setting a user.</summary>
/// <param name="User">As it stands now; null where the request was refused.</param>
/// <param name="Refusal">Why nothing changed.</param>
public sealed record UserResult(User? User, Refusal? Refusal)
{
    public static UserResult Done(User user) => new(user, null);

    public static UserResult Refused(Refusal refusal) => new(null, refusal);
}
