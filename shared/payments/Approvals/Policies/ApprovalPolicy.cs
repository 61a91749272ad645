using Serverless.Payments.Amounts;

namespace Serverless.Payments.Approvals.Policies;

/// <summary>
/// How approvals go (UPI-7), as an admin sets it. The version that is in force when a payment enters a stage holds for that stage.
/// What is not here is no matter of policy: the submitter decides nothing, and nobody decides at two stages.
/// </summary>
public sealed record ApprovalPolicy
{
    /// <summary>What holds before an admin has set anything; version 0.</summary>
    public static ApprovalPolicy Default { get; } = new();

    /// <summary>Above this amount, a second technician approves as well; null for never.</summary>
    public Money? SecondApprovalAbove { get; init; }

    /// <summary>After so many working days without a decision the approvers are reminded; null for never.</summary>
    public int? ReminderWorkingDays { get; init; } = 2;

    /// <summary>After so many working days without a decision it goes to the superiors as well; null for never.</summary>
    public int? EscalationWorkingDays { get; init; } = 5;

    /// <summary>Up to this amount the holder of a mail's link decides without signing in; null where everybody signs in.</summary>
    public Money? LinkDecidesUpTo { get; init; }

    /// <summary>So long a mail's link works.</summary>
    public int LinkHours { get; init; } = 72;

    /// <summary>Days on which nobody works, besides Saturdays and Sundays.</summary>
    public IReadOnlyList<DateOnly> Holidays { get; init; } = [];

    /// <summary>Rises by one with every change; 0 where nothing was set.</summary>
    public int Version { get; init; }
}
