using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Payments.ProviderPayments;
using static Serverless.Payments.ProviderPayments.AttendanceAction;
using static Serverless.Payments.ProviderPayments.ProviderPaymentStatus;
using static Serverless.Payments.Tests.ProviderPayments.CareActs;

namespace Serverless.Payments.Tests.ProviderPayments;

public sealed class AttendanceRulesTests
{
    /// <summary>Every act on every pair of statuses that exists: where it leads, or the code it is refused with.</summary>
    public static TheoryData<SubmissionStatus, ProviderPaymentStatus, AttendanceAction, string> Matrix
    {
        get
        {
            var data = new TheoryData<SubmissionStatus, ProviderPaymentStatus, AttendanceAction, string>();
            foreach (var (from, cells) in Table)
            {
                foreach (var (action, leadsTo) in Columns.Zip(cells))
                {
                    data.Add(from.Item1, from.Item2, action, leadsTo);
                }
            }

            return data;
        }
    }

    private static readonly AttendanceAction[] Columns = [Submit, Enter, Sign, Receive, AttendanceAction.Hold, Answer];

    private static readonly ((SubmissionStatus, ProviderPaymentStatus), string[])[] Table =
    [
        ((SubmissionStatus.New, ProviderPaymentStatus.New), ["Ready/New", "New/New", "NOTHING_TO_SIGN", "New/Received", "NOT_TO_HOLD", "NO_QUESTION"]),
        ((SubmissionStatus.ReadyForParent, ProviderPaymentStatus.New), ["Ready/New", "Ready/New", "Submitted/Received", "New/Received", "NOT_TO_HOLD", "NO_QUESTION"]),
        ((SubmissionStatus.New, Received), ["Ready/Received", "New/Received", "NOTHING_TO_SIGN", "ALREADY_RECEIVED", "New/Hold", "NO_QUESTION"]),
        ((SubmissionStatus.ReadyForParent, Received), ["Ready/Received", "Ready/Received", "Submitted/Received", "New/Received", "Ready/Hold", "NO_QUESTION"]),
        ((SubmissionStatus.Submitted, Received), ["Ready/Received", "Ready/Received", "ALREADY_SIGNED", "ALREADY_RECEIVED", "Submitted/Hold", "NO_QUESTION"]),
        ((SubmissionStatus.New, ProviderPaymentStatus.Hold), ["Ready/Hold", "New/Hold", "NOTHING_TO_SIGN", "ALREADY_RECEIVED", "NOT_TO_HOLD", "New/Received"]),
        ((SubmissionStatus.ReadyForParent, ProviderPaymentStatus.Hold), ["Ready/Hold", "Ready/Hold", "Submitted/Hold", "New/Hold", "NOT_TO_HOLD", "Ready/Received"]),
        ((SubmissionStatus.Submitted, ProviderPaymentStatus.Hold), ["Ready/Hold", "Ready/Hold", "ALREADY_SIGNED", "ALREADY_RECEIVED", "NOT_TO_HOLD", "Submitted/Received"]),
        ((SubmissionStatus.New, Authorized), ["AUTHORIZED", "AUTHORIZED", "NOTHING_TO_SIGN", "ALREADY_RECEIVED", "New/Hold", "NO_QUESTION"]),
        ((SubmissionStatus.Submitted, Authorized), ["AUTHORIZED", "AUTHORIZED", "ALREADY_SIGNED", "ALREADY_RECEIVED", "Submitted/Hold", "NO_QUESTION"]),
        ((SubmissionStatus.New, Paid), ["PAID", "PAID", "NOTHING_TO_SIGN", "ALREADY_RECEIVED", "NOT_TO_HOLD", "NO_QUESTION"]),
        ((SubmissionStatus.Submitted, Paid), ["PAID", "PAID", "ALREADY_SIGNED", "ALREADY_RECEIVED", "NOT_TO_HOLD", "NO_QUESTION"]),
    ];

    [Theory]
    [MemberData(nameof(Matrix))]
    [Trait("Req", "CARE-1")]
    [Trait("Req", "CARE-2")]
    [Trait("Req", "CARE-3")]
    public void An_act_leads_where_the_two_axes_say_or_is_refused(SubmissionStatus submission, ProviderPaymentStatus status, AttendanceAction action, string leadsTo)
    {
        var payment = Standing(submission, status);
        var act = Act(payment, action);
        if (AttendanceRules.Check(payment, act) is { } refusal)
        {
            Assert.Equal(leadsTo, refusal.Code);
            Assert.Equal(RefusalKind.Conflict, refusal.Kind);
            return;
        }

        var after = AttendanceRules.Apply(payment, act, "hash-2", At.AddHours(1));
        Assert.Equal(leadsTo, $"{(after.Submission == SubmissionStatus.ReadyForParent ? "Ready" : after.Submission)}/{after.Status}");
        Assert.Equal(payment.Version + 1, after.Version);
    }

    [Theory]
    [InlineData(SubmissionStatus.New, Received, null)]
    [InlineData(SubmissionStatus.Submitted, Received, null)]
    [InlineData(SubmissionStatus.ReadyForParent, Received, "NOT_SIGNED")]
    [InlineData(SubmissionStatus.ReadyForParent, ProviderPaymentStatus.New, "NOT_RECEIVED")]
    [InlineData(SubmissionStatus.Submitted, ProviderPaymentStatus.Hold, "NOT_RECEIVED")]
    [InlineData(SubmissionStatus.Submitted, Authorized, "NOT_RECEIVED")]
    [InlineData(SubmissionStatus.Submitted, Paid, "NOT_RECEIVED")]
    [Trait("Req", "CARE-3")]
    public void Only_what_is_received_and_signed_or_on_paper_can_be_authorised(SubmissionStatus submission, ProviderPaymentStatus status, string? code)
    {
        var payment = Standing(submission, status);
        Assert.Equal(code, AttendanceRules.Check(payment, Act(payment, Authorize))?.Code);
    }

    [Fact]
    [Trait("Req", "CARE-2")]
    public void The_same_sheet_again_changes_nothing_and_a_changed_one_must_be_signed_again()
    {
        var signed = Standing(SubmissionStatus.Submitted, Received);
        Assert.Same(signed, AttendanceRules.Apply(signed, Act(signed, Submit), "hash-1", At));

        var changed = AttendanceRules.Apply(signed, Act(signed, Submit), "hash-2", At);
        Assert.Equal(SubmissionStatus.ReadyForParent, changed.Submission);
        Assert.Null(changed.Signature);
        Assert.Equal(2, changed.Sheet!.Number);
        Assert.Equal("NOT_SIGNED", AttendanceRules.Check(changed, Act(changed, Authorize))!.Code);
    }

    [Fact]
    [Trait("Req", "CARE-2")]
    public void The_parent_signs_exactly_the_sheet_that_was_seen()
    {
        var ready = Standing(SubmissionStatus.ReadyForParent, ProviderPaymentStatus.New);
        Assert.Equal("SHEET_CHANGED", AttendanceRules.Check(ready, Act(ready, Sign) with { SheetHash = "another" })!.Code);
        Assert.Null(AttendanceRules.Check(ready, Act(ready, Sign) with { SheetHash = "hash-1" }));
        Assert.Equal("hash-1", AttendanceRules.Apply(ready, Act(ready, Sign), null, At).Signature!.SheetHash);
    }

    [Fact]
    [Trait("Req", "CARE-2")]
    public void What_comes_on_paper_needs_a_sheet_and_a_digital_sheet_a_reason_to_be_received_by_hand()
    {
        var empty = New();
        Assert.Equal("NO_SHEET", AttendanceRules.Check(empty, Act(empty, Receive, text: null))!.Code);
        var digital = Standing(SubmissionStatus.ReadyForParent, ProviderPaymentStatus.New);
        var refusal = AttendanceRules.Check(digital, Act(digital, Receive, text: null))!;
        Assert.Equal((RefusalKind.Invalid, "REASON_REQUIRED"), (refusal.Kind, refusal.Code));
        Assert.Equal("reason", Assert.Single(refusal.Errors).Field);
    }

    [Fact]
    [Trait("Req", "CARE-3")]
    [Trait("Req", "UPI-7")]
    public void Who_vouched_for_the_attendance_neither_signs_nor_authorises_it()
    {
        var ready = Standing(SubmissionStatus.ReadyForParent, ProviderPaymentStatus.New);
        Assert.Equal("SAME_PERSON", AttendanceRules.Check(ready, Act(ready, Sign, by: "provider"))!.Code);
        var received = Standing(SubmissionStatus.Submitted, Received) with { Answer = new Remark("Yes.", "provider2", Role.Provider, At, 4) };
        Assert.All(["provider", "parent", "provider2"], who => Assert.Equal("SAME_PERSON", AttendanceRules.Check(received, Act(received, Authorize, by: who))!.Code));
    }

    [Fact]
    [Trait("Req", "CARE-3")]
    public void A_hold_takes_the_calculation_back_and_its_answer_brings_the_payment_to_received()
    {
        var authorized = Standing(SubmissionStatus.Submitted, Authorized);
        var held = AttendanceRules.Apply(authorized, Act(authorized, AttendanceAction.Hold, "Was she there?"), null, At);
        Assert.Null(held.Amount);
        Assert.Equal(("Was she there?", null), (held.Question!.Text, held.Answer));
        var answered = AttendanceRules.Apply(held, Act(held, Answer, "She was."), null, At);
        Assert.Equal((Received, "She was."), (answered.Status, answered.Answer!.Text));
    }

    [Fact]
    [Trait("Req", "CARE-3")]
    public void Nobody_pays_but_an_export()
    {
        var authorized = Standing(SubmissionStatus.Submitted, Authorized);
        Assert.Equal("EXPORT_ONLY", AttendanceRules.Check(authorized, Act(authorized, Pay))!.Code);
        Assert.Null(AttendanceRules.RoleFor(new Caller("root", Roles.OfPeople.ToHashSet(), "P-100", new HashSet<string> { "1000000001" }), authorized, Pay));
    }

    [Theory]
    [InlineData(Submit, "provider")]
    [InlineData(Answer, "provider")]
    [InlineData(Sign, "parent")]
    [InlineData(Enter, "operations")]
    [InlineData(Receive, "operations")]
    [InlineData(Authorize, "operations")]
    [InlineData(AttendanceAction.Hold, "operations")]
    [Trait("Req", "CARE-3")]
    public void Each_act_belongs_to_one_role_and_to_its_own_people(AttendanceAction action, string who)
    {
        var payment = New();
        Caller[] callers =
        [
            new("provider", new HashSet<Role> { Role.Provider }, "P-100"),
            new("parent", new HashSet<Role> { Role.Parent }, ChildIds: new HashSet<string> { "1000000001" }),
            new("operations", new HashSet<Role> { Role.Operations }),
        ];
        Assert.All(callers, caller => Assert.Equal(caller.User == who || (action == Answer && caller.User == "operations"), AttendanceRules.RoleFor(caller, payment, action) is not null));
        Caller[] strangers =
        [
            new("provider", new HashSet<Role> { Role.Provider }, "P-200"),
            new("parent", new HashSet<Role> { Role.Parent }, ChildIds: new HashSet<string> { "1000000002" }),
            new("admin", new HashSet<Role> { Role.Admin, Role.Auditor, Role.Coordinator }),
        ];
        Assert.All(strangers, caller => Assert.Null(AttendanceRules.RoleFor(caller, payment, action)));
    }
}
