using Serverless.Payments.Users.Delegations;

namespace Serverless.Web.Delegations;

/// <summary>A delegation in the contract's JSON.</summary>
/// <param name="From">Who is absent.</param>
/// <param name="To">Who acts meanwhile.</param>
/// <param name="Begin">The first day, in America/Denver.</param>
/// <param name="End">The last day, included.</param>
/// <param name="InForce">Whether it holds today.</param>
/// <param name="RevokedBy">Who ended it early; left out where nobody did.</param>
public sealed record DelegationBody(
    string Id, string From, string To, DateOnly Begin, DateOnly End, string By, DateTimeOffset At, bool InForce, string? RevokedBy = null, DateTimeOffset? RevokedAt = null)
{
    public static DelegationBody Of(Delegation delegation, DateOnly today) => new(
        delegation.Id, delegation.From, delegation.To, delegation.Begin, delegation.End, delegation.By, delegation.At, delegation.IsInForce(today), delegation.RevokedBy, delegation.RevokedAt);
}

/// <summary>Somebody acts for you, or for whom an admin names.</summary>
/// <param name="To">Who acts meanwhile.</param>
/// <param name="Begin">The first day, in America/Denver; today or later.</param>
/// <param name="End">The last day, included.</param>
/// <param name="From">Who is absent; you, where it is left out. Only an admin names somebody else.</param>
public sealed record NewDelegation(string To, DateOnly Begin, DateOnly End, string? From = null);

/// <param name="Next">To be sent as <c>after</c> for the rest; null where there is none.</param>
public sealed record DelegationList(
    IReadOnlyList<DelegationBody> Items, [property: System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.Never)] string? Next);
