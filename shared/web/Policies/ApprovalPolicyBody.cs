using System.Text.Json.Serialization;
using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals.Policies;
using Serverless.Payments.Directory;

namespace Serverless.Web.Policies;

/// <summary>The approval policy in the contract's JSON.</summary>
/// <param name="SecondApprovalAbove">Above this amount a second technician approves as well; null for never.</param>
/// <param name="ReminderWorkingDays">After so many working days without a decision the approvers are reminded; null for never.</param>
/// <param name="EscalationWorkingDays">After so many working days without a decision it goes to the superiors as well; null for never.</param>
/// <param name="LinkDecidesUpTo">Up to this amount the holder of a mail's link decides without signing in; null where everybody signs in.</param>
/// <param name="LinkHours">So many hours a mail's link works.</param>
/// <param name="Holidays">Days on which nobody works, besides Saturdays and Sundays, in their order.</param>
/// <param name="Version">0 where nothing was ever set.</param>
public sealed record ApprovalPolicyBody(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] Money? SecondApprovalAbove,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? ReminderWorkingDays,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? EscalationWorkingDays,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] Money? LinkDecidesUpTo,
    int LinkHours,
    IReadOnlyList<DateOnly> Holidays,
    int Version)
{
    public static ApprovalPolicyBody Of(ApprovalPolicy policy) => new(
        policy.SecondApprovalAbove, policy.ReminderWorkingDays, policy.EscalationWorkingDays, policy.LinkDecidesUpTo, policy.LinkHours, policy.Holidays, policy.Version);
}

/// <summary>What the policy is to be; every field is named, and null says never.</summary>
public sealed record ApprovalPolicyChange(
    Money? SecondApprovalAbove,
    int? ReminderWorkingDays,
    int? EscalationWorkingDays,
    Money? LinkDecidesUpTo,
    int LinkHours,
    IReadOnlyList<DateOnly> Holidays)
{
    public ApprovalPolicy ToPolicy() => new()
    {
        SecondApprovalAbove = SecondApprovalAbove,
        ReminderWorkingDays = ReminderWorkingDays,
        EscalationWorkingDays = EscalationWorkingDays,
        LinkDecidesUpTo = LinkDecidesUpTo,
        LinkHours = LinkHours,
        Holidays = [.. Holidays.Order()],
    };
}

/// <param name="Items">The first change first.</param>
public sealed record ApprovalPolicyHistory(IReadOnlyList<ApprovalPolicyHistoryEntry> Items);

/// <summary>One change.</summary>
/// <param name="From">Null where it was set for the first time.</param>
public sealed record ApprovalPolicyHistoryEntry(string By, DateTimeOffset At, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] ApprovalPolicyBody? From, ApprovalPolicyBody To)
{
    public static ApprovalPolicyHistoryEntry Of(DirectoryChange<ApprovalPolicy> change)
        => new(change.By, change.At, change.From is { } from ? ApprovalPolicyBody.Of(from) : null, ApprovalPolicyBody.Of(change.To));
}
