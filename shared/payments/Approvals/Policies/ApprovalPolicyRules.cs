using Serverless.Payments.Amounts;

namespace Serverless.Payments.Approvals.Policies;

/// <summary>What an approval policy may say.</summary>
public static class ApprovalPolicyRules
{
    /// <summary>Working days until a reminder or an escalation.</summary>
    public const int WorkingDaysMax = 60;

    /// <summary>Hours that a link can work.</summary>
    public const int LinkHoursMax = 720;

    /// <summary>Holidays that are listed.</summary>
    public const int HolidaysMax = 200;

    /// <summary>Everything that is wrong with the policy.</summary>
    public static IReadOnlyList<ValidationMessage> Check(ApprovalPolicy policy)
    {
        var faults = new List<ValidationMessage>();
        Expect(IsNotNegative(policy.SecondApprovalAbove), "secondApprovalAbove", "The amount above which two approve is not negative, or null for never.");
        Expect(IsNotNegative(policy.LinkDecidesUpTo), "linkDecidesUpTo", "The amount up to which a link decides is not negative, or null for never.");
        Expect(AreDays(policy.ReminderWorkingDays), "reminderWorkingDays", $"A reminder goes out after 1 to {WorkingDaysMax} working days, or never (null).");
        Expect(AreDays(policy.EscalationWorkingDays), "escalationWorkingDays", $"An escalation goes out after 1 to {WorkingDaysMax} working days, or never (null).");
        Expect(policy.ReminderWorkingDays is not { } reminder || policy.EscalationWorkingDays is not { } escalation || escalation > reminder, "escalationWorkingDays", "An escalation comes after the reminder.");
        Expect(policy.LinkHours is >= 1 and <= LinkHoursMax, "linkHours", $"A link works for 1 to {LinkHoursMax} hours.");
        Expect(policy.Holidays.Count <= HolidaysMax, "holidays", $"At most {HolidaysMax} holidays are listed; leave out those that are over.");
        Expect(policy.Holidays.Distinct().Count() == policy.Holidays.Count, "holidays", "A holiday is listed once.");
        return faults;

        void Expect(bool holds, string field, string message)
        {
            if (!holds)
            {
                faults.Add(new("OUT_OF_RANGE", field, message));
            }
        }
    }

    private static bool IsNotNegative(Money? amount) => amount is not { } money || money >= Money.Zero;

    private static bool AreDays(int? days) => days is null or (>= 1 and <= WorkingDaysMax);
}
