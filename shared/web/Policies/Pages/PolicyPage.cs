using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Approvals.Policies;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.Pages;
using Serverless.Web.Pages.Forms;

namespace Serverless.Web.Policies.Pages;

/// <summary>The approval policy (UPI-7): everybody reads it, an admin edits it, and its history stands below it.</summary>
public static class PolicyPage
{
    public const string Path = "/policy";

    private static readonly string[] Fields = ["secondApprovalAbove", "reminderWorkingDays", "escalationWorkingDays", "linkDecidesUpTo", "linkHours", "holidays"];

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, ShowAsync).ForAnyRole();
        pages.MapPost(Path, PutAsync).For(Role.Admin);
    }

    /// <summary>The policy as it is typed.</summary>
    internal static Dictionary<string, string> Typed(ApprovalPolicy policy) => new(StringComparer.Ordinal)
    {
        ["secondApprovalAbove"] = policy.SecondApprovalAbove is { } above ? AmountText.Show(above) : "",
        ["reminderWorkingDays"] = policy.ReminderWorkingDays?.ToString(CultureInfo.InvariantCulture) ?? "",
        ["escalationWorkingDays"] = policy.EscalationWorkingDays?.ToString(CultureInfo.InvariantCulture) ?? "",
        ["linkDecidesUpTo"] = policy.LinkDecidesUpTo is { } upTo ? AmountText.Show(upTo) : "",
        ["linkHours"] = policy.LinkHours.ToString(CultureInfo.InvariantCulture),
        ["holidays"] = string.Join("\n", policy.Holidays.Select(day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))),
    };

    private static async Task<IResult> ShowAsync(HttpContext context, PaymentsApplication application)
    {
        var policy = await application.Policies.ReadAsync(context.RequestAborted);
        return PageResult.Of<PolicyView>(await ModelAsync(context, application, policy.Version, Typed(policy), []));
    }

    private static async Task<PolicyModel> ModelAsync(HttpContext context, PaymentsApplication application, int version, IReadOnlyDictionary<string, string> typed, IReadOnlyList<ValidationMessage> faults)
    {
        var mayReadHistory = context.Caller().Is(Role.Admin) || context.Caller().Is(Role.Auditor);
        var history = mayReadHistory ? await application.Policies.HistoryAsync(context.RequestAborted) : [];
        return new PolicyModel(version, typed, faults, context.Caller().Is(Role.Admin), [.. history.Reverse()]);
    }

    private static async Task<IResult> PutAsync(HttpContext context, PaymentsApplication application, Flash flash)
    {
        var form = await FormFields.ReadAsync(context);
        var seen = form.Number("version") ?? 0;
        var faults = new List<ValidationMessage>();
        var policy = new ApprovalPolicy
        {
            SecondApprovalAbove = Amount(form, "secondApprovalAbove", faults),
            ReminderWorkingDays = Number(form, "reminderWorkingDays", faults),
            EscalationWorkingDays = Number(form, "escalationWorkingDays", faults),
            LinkDecidesUpTo = Amount(form, "linkDecidesUpTo", faults),
            LinkHours = Number(form, "linkHours", faults) ?? 0,
            Holidays = Holidays(form, faults),
        };
        if (faults.Count == 0)
        {
            faults.AddRange(ApprovalPolicyRules.Check(policy));
        }

        if (faults.Count > 0)
        {
            return PageResult.Of<PolicyView>(await ModelAsync(context, application, seen, Fields.ToDictionary(field => field, field => form.Text(field) ?? ""), faults), StatusCodes.Status422UnprocessableEntity);
        }

        var changed = await application.Policies.PutAsync(policy, context.Caller().User, application.Calendar.Now, form.RequestId(context), version => version == seen, context.RequestAborted);
        if (changed is null)
        {
            // Over the version that stands now: its changes are in the history below, and what was typed is not lost.
            var standing = await application.Policies.ReadAsync(context.RequestAborted);
            var again = await ModelAsync(context, application, standing.Version, Fields.ToDictionary(field => field, field => form.Text(field) ?? ""), []);
            return PageResult.Of<PolicyView>(again with { Refused = $"The policy was changed meanwhile; nothing was written over. What you typed stands in the form, beside version {standing.Version}: see below what changed, then save again." }, StatusCodes.Status422UnprocessableEntity);
        }

        flash.Done(context, "The policy holds for every stage that a payment enters from now on.");
        return PageResult.GoTo(Path);
    }

    private static Money? Amount(FormFields form, string field, List<ValidationMessage> faults)
    {
        if (form.Text(field) is not null && form.Amount(field) is null)
        {
            faults.Add(new("BAD_AMOUNT", field, "An amount, such as 1,000.00, or nothing for never."));
        }

        return form.Amount(field);
    }

    private static int? Number(FormFields form, string field, List<ValidationMessage> faults)
    {
        if (form.Text(field) is not null && form.Number(field) is null)
        {
            faults.Add(new("BAD_NUMBER", field, "A whole number, or nothing for never."));
        }

        return form.Number(field);
    }

    private static List<DateOnly> Holidays(FormFields form, List<ValidationMessage> faults)
    {
        var days = new List<DateOnly>();
        foreach (var text in (form.Text("holidays") ?? "").Split((char[])['\n', '\r', ',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (DateOnly.TryParseExact(text, ["yyyy-MM-dd", "M/d/yyyy", "MM/dd/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                days.Add(day);
            }
            else
            {
                faults.Add(new("BAD_DATE", "holidays", $"'{text}' is no date; write 2026-12-25."));
            }
        }

        days.Sort();
        return days;
    }
}

/// <param name="Version">What was seen.</param>
/// <param name="History">The latest change first.</param>
public sealed record PolicyModel(
    int Version, IReadOnlyDictionary<string, string> Typed, IReadOnlyList<ValidationMessage> Faults, bool MayChange, IReadOnlyList<DirectoryChange<ApprovalPolicy>> History)
{
    /// <summary>Why it was not saved, where it is nobody's field.</summary>
    public string? Refused { get; init; }
}
