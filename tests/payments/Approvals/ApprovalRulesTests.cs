using Serverless.Payments.Approvals;
using Serverless.Payments.Approvals.Policies;
using Serverless.Payments.Approvals.StandIns;
using Serverless.Payments.Identity;
using static Serverless.Payments.Tests.Approvals.Facts;

namespace Serverless.Payments.Tests.Approvals;

public sealed class ApprovalRulesTests
{
    private static readonly DecisionBasis Basis = new(Facts.Client, ApprovalPolicy.Default);
    private static readonly IReadOnlyList<ValidationMessage> Failing = [new("MONTHLY_MAX", "units", "Too many units.")];

    [Fact]
    [Trait("Req", "UPI-1")]
    public void Every_action_in_every_status_outside_the_table_is_refused_as_a_conflict()
    {
        foreach (var status in PaymentStatuses.All)
        {
            foreach (var action in Enum.GetValues<PaymentAction>().Where(action => LegalMoves.Find(status, action) is null))
            {
                var payment = Payment(status);
                Assert.Equal("ILLEGAL_MOVE", ApprovalRules.Check(payment, Decision(payment, action, "someone", Role.Technician), Basis)?.Code);
            }
        }
    }

    [Theory]
    [Trait("Req", "UPI-7")]
    [InlineData(PaymentStatus.WaitingScApproval, Role.Technician)]
    [InlineData(PaymentStatus.WaitingScApproval, Role.Admin)]
    [InlineData(PaymentStatus.WaitingDspdApproval, Role.Coordinator)]
    [InlineData(PaymentStatus.WaitingDspdApproval, Role.Operations)]
    public void An_approval_in_the_wrong_role_is_forbidden(PaymentStatus status, Role role)
    {
        var payment = Payment(status);
        Assert.Equal(RefusalKind.Forbidden, ApprovalRules.Check(payment, Decision(payment, PaymentAction.Approve, "coordinator", role), Basis)?.Kind);
    }

    [Fact]
    [Trait("Req", "UPI-7")]
    public void Only_the_coordinator_assigned_to_the_client_may_decide()
    {
        var payment = Payment(PaymentStatus.WaitingScApproval);
        Assert.Equal("NOT_ASSIGNED", ApprovalRules.Check(payment, Decision(payment, PaymentAction.Approve, "coordinator2", Role.Coordinator), Basis)?.Code);
        Assert.Null(ApprovalRules.Check(payment, Decision(payment, PaymentAction.Approve, "coordinator", Role.Coordinator), Basis));
    }

    [Fact]
    [Trait("Req", "UPI-7")]
    public void The_submitter_decides_nothing()
    {
        var payment = Payment(PaymentStatus.WaitingDspdApproval) with { SubmittedBy = "technician" };
        Assert.Equal("SEGREGATION", ApprovalRules.Check(payment, Decision(payment, PaymentAction.Approve, "technician", Role.Technician), Basis)?.Code);
    }

    [Theory]
    [Trait("Req", "UPI-7")]
    [InlineData(PaymentStatus.WaitingDspdApproval, PaymentAction.Approve, Role.Technician)]
    [InlineData(PaymentStatus.WaitingDspdApproval, PaymentAction.Deny, Role.Technician)]
    [InlineData(PaymentStatus.SubmittedToCaps, PaymentAction.Hold, Role.Ofo)]
    public void Nobody_decides_at_two_stages(PaymentStatus status, PaymentAction action, Role role)
    {
        var payment = Payment(status) with { Acts = [new("provider", Role.Provider), new("coordinator", Role.Coordinator)] };
        Assert.Equal("SEGREGATION", ApprovalRules.Check(payment, Decision(payment, action, "coordinator", role), Basis)?.Code);
    }

    [Fact]
    [Trait("Req", "UPI-1")]
    public void A_decision_made_on_an_older_version_is_refused()
    {
        var payment = Payment(PaymentStatus.WaitingScApproval);
        var decision = Decision(payment, PaymentAction.Approve, "coordinator", Role.Coordinator) with { Version = payment.Version - 1 };
        Assert.Equal("MOVED_MEANWHILE", ApprovalRules.Check(payment, decision, Basis)?.Code);
    }

    [Theory]
    [Trait("Req", "UPI-1")]
    [InlineData(PaymentStatus.WaitingScApproval, PaymentAction.Deny, Role.Coordinator, "coordinator")]
    [InlineData(PaymentStatus.Error, PaymentAction.Review, Role.Provider, "provider")]
    [InlineData(PaymentStatus.SubmittedToCaps, PaymentAction.Hold, Role.Ofo, "ofo")]
    public void A_denial_a_review_and_a_hold_need_a_reason(PaymentStatus status, PaymentAction action, Role role, string by)
    {
        var payment = Payment(status);
        Assert.Equal(RefusalKind.Invalid, ApprovalRules.Check(payment, Decision(payment, action, by, role, " "), Basis)?.Kind);
        Assert.Null(ApprovalRules.Check(payment, Decision(payment, action, by, role), Basis));
    }

    [Fact]
    [Trait("Req", "UPI-6")]
    public void A_hold_is_refused_once_a_run_has_taken_the_payment()
    {
        var payment = Payment(PaymentStatus.SubmittedToCaps) with { RunId = "week-2026-11-25" };
        Assert.Equal("TAKEN_BY_RUN", ApprovalRules.Check(payment, Decision(payment, PaymentAction.Hold, "ofo", Role.Ofo), Basis)?.Code);
    }

    [Fact]
    [Trait("Req", "UPI-5")]
    public void CAPS_answers_only_for_a_payment_that_a_run_has_taken()
    {
        var payment = Payment(PaymentStatus.SubmittedToCaps);
        var answer = Decision(payment, PaymentAction.AnswerPaid, "CAPS", Role.Caps);
        Assert.Equal("NOT_IN_RUN", ApprovalRules.Check(payment, answer, Basis)?.Code);
        Assert.Null(ApprovalRules.Check(payment with { RunId = "r" }, answer, Basis));
    }

    [Theory]
    [Trait("Req", "UPI-1")]
    [InlineData(PaymentStatus.WaitingScApproval, Role.Coordinator, PaymentStatus.Error)]
    [InlineData(PaymentStatus.WaitingDspdApproval, Role.Technician, PaymentStatus.Error)]
    public void An_approval_that_fails_validation_puts_the_payment_in_Error_with_the_reasons(PaymentStatus from, Role role, PaymentStatus to)
    {
        var payment = Payment(from);
        var applied = ApprovalRules.Apply(payment, Decision(payment, PaymentAction.Approve, "x", role), Failing, DateTimeOffset.UnixEpoch, Basis);
        Assert.Equal((to, Failing), (applied!.Value.Payment.Status, applied.Value.Payment.Validation));
        Assert.Equal(Failing, applied.Value.Move.Validation);
    }

    [Theory]
    [Trait("Req", "UPI-1")]
    [InlineData(PaymentStatus.Review)]
    [InlineData(PaymentStatus.Error)]
    public void An_approval_that_fails_validation_in_Review_or_Error_changes_nothing(PaymentStatus from)
    {
        var payment = Payment(from);
        Assert.Null(ApprovalRules.Apply(payment, Decision(payment, PaymentAction.Approve, "coordinator", Role.Coordinator), Failing, DateTimeOffset.UnixEpoch, Basis));
    }

    [Fact]
    [Trait("Req", "UPI-7")]
    public void A_move_is_kept_with_from_to_who_role_when_and_why()
    {
        var now = new DateTimeOffset(2026, 11, 22, 18, 0, 0, TimeSpan.Zero);
        var payment = Payment(PaymentStatus.WaitingScApproval);
        var (after, move) = ApprovalRules.Apply(payment, Decision(payment, PaymentAction.Deny, "coordinator", Role.Coordinator, "not delivered"), [], now, Basis)!.Value;

        Assert.Equal(new PaymentMove(PaymentStatus.WaitingScApproval, PaymentStatus.DeniedBySc, "coordinator", Role.Coordinator, now, "not delivered", []) { }, move with { Validation = [] });
        Assert.Equal((payment.Version + 1, now), (after.Version, after.StatusSince));
        Assert.Contains(new Payment.Act("coordinator", Role.Coordinator), after.Acts);
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public void The_attempt_rises_only_on_entering_Submitted_to_CAPS()
    {
        var approved = Apply(Payment(PaymentStatus.WaitingDspdApproval), PaymentAction.Approve, Role.Technician);
        var held = Apply(approved, PaymentAction.Hold, Role.Ofo);
        var released = Apply(held, PaymentAction.Release, Role.Ofo);

        Assert.Equal((1, 1, 2), (approved.Attempt, held.Attempt, released.Attempt));
    }

    [Fact]
    [Trait("Req", "UPI-1")]
    public void A_payment_that_waits_again_after_an_approval_is_not_deleted()
    {
        var payment = Payment(PaymentStatus.WaitingScApproval) with { Acts = [new("provider", Role.Provider), new("coordinator", Role.Coordinator), new("provider", Role.Provider)] };
        Assert.Equal("APPROVED_BEFORE", ApprovalRules.Check(payment, Decision(payment, PaymentAction.Delete, "provider", Role.Provider), Basis)?.Code);
    }

    private static Payment Apply(Payment payment, PaymentAction action, Role role)
        => ApprovalRules.Apply(payment, Decision(payment, action, "x", role), [], DateTimeOffset.UnixEpoch, Basis)!.Value.Payment;
}
