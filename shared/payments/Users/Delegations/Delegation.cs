namespace Serverless.Payments.Users.Delegations;

/// <summary>
/// Somebody acts for somebody else during an absence (UPI-7), as the assignee and under the same segregation: never on a payment
/// that either of the two has acted on in another role or at another stage. It does not pass on: who is delegated to by a delegate
/// acts for the delegate alone.
/// </summary>
/// <param name="Id">Made when it is recorded.</param>
/// <param name="From">The user who is absent.</param>
/// <param name="To">The user who acts meanwhile.</param>
/// <param name="Begin">The first day, in America/Denver.</param>
/// <param name="End">The last day, included.</param>
/// <param name="By">Who recorded it: the absent user or an admin.</param>
/// <param name="At">When (UTC).</param>
/// <param name="RevokedBy">Who ended it early; null where nobody did.</param>
/// <param name="RevokedAt">When (UTC); it is in force up to then.</param>
public sealed record Delegation(
    string Id,
    string From,
    string To,
    DateOnly Begin,
    DateOnly End,
    string By,
    DateTimeOffset At,
    string? RevokedBy = null,
    DateTimeOffset? RevokedAt = null)
{
    /// <summary>Whether it holds on the day.</summary>
    public bool IsInForce(DateOnly day) => RevokedAt is null && Begin <= day && day <= End;
}
