using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Testing;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.Approvals;

public sealed class ApprovalChainTests : IAsyncLifetime
{
    private PaymentsWorld world = null!;

    public async Task InitializeAsync() => world = await CreateAsync();

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    [Trait("Req", "UPI-1")]
    [Trait("Req", "ALL-1")]
    public async Task A_payment_goes_from_the_submission_through_both_approvals_and_the_run_to_Paid()
    {
        var payment = await world.SubmitAsync(Claim());
        Assert.Equal(PaymentStatus.WaitingScApproval, payment.Status);
        payment = await world.MoveAsync(payment, PaymentAction.Approve, Coordinator);
        Assert.Equal(PaymentStatus.WaitingDspdApproval, payment.Status);
        payment = await world.MoveAsync(payment, PaymentAction.Approve, Technician);
        Assert.Equal(PaymentStatus.SubmittedToCaps, payment.Status);
        await world.RunCapsAsync();
        payment = await world.ReadAsync(payment.Id);
        Assert.Equal(PaymentStatus.PaidByCaps, payment.Status);

        var trial = await Payments.Ledger.TrialBalance.ReadAsync(world.Tables, world.Application.JournalPlacesAsync());
        Assert.Equal(Money.Zero, trial.Sum);
        Assert.Equal(Money.Of(250), trial.Accounts.Single(account => account.Account == Payments.Ledger.Accounts.Expenditures).Balance);
        Assert.Equal(Money.Zero, trial.Accounts.Single(account => account.Account == Payments.Ledger.Accounts.Encumbrances).Balance);
    }

    [Fact]
    [Trait("Req", "UPI-7")]
    public async Task Every_move_is_kept_with_who_in_which_role_when_and_why()
    {
        var payment = await world.ApprovedAsync(Claim());
        await world.RunCapsAsync();

        var history = await world.HistoryAsync(payment);
        Assert.Equal(
            [
                (null, PaymentStatus.WaitingScApproval, "provider", Role.Provider),
                (PaymentStatus.WaitingScApproval, PaymentStatus.WaitingDspdApproval, "coordinator", Role.Coordinator),
                (PaymentStatus.WaitingDspdApproval, PaymentStatus.SubmittedToCaps, "technician", Role.Technician),
                (PaymentStatus.SubmittedToCaps, PaymentStatus.PaidByCaps, "CAPS", Role.Caps),
            ],
            history.Select(move => (move.From, move.To, move.By, move.Role)));
        Assert.All(history, move => Assert.Equal(world.Time.GetUtcNow(), move.At));
    }

    [Fact]
    [Trait("Req", "UPI-4")]
    public async Task Units_above_the_Monthly_Max_go_to_Error_then_to_Review_and_on_once_the_SC_has_raised_it()
    {
        var payment = await world.SubmitAsync(Claim(units: 50));
        Assert.Equal(PaymentStatus.Error, payment.Status);
        Assert.Equal("MONTHLY_MAX", Assert.Single(payment.Validation).Code);

        payment = await world.MoveAsync(payment, PaymentAction.Review, Provider, "please raise the Monthly Max to 50");
        Assert.Equal(PaymentStatus.Review, payment.Status);

        var refused = await world.TryAsync(payment, PaymentAction.Approve, Coordinator);
        Assert.Equal(RefusalKind.Invalid, refused.Refusal!.Kind);
        Assert.Equal("MONTHLY_MAX", Assert.Single(refused.Refusal.Errors).Code);
        Assert.Equal(payment, await world.ReadAsync(payment.Id), Same);

        await world.SetBudgetAsync(50);
        payment = await world.MoveAsync(payment, PaymentAction.Approve, Coordinator);
        Assert.Equal(PaymentStatus.WaitingDspdApproval, payment.Status);
    }

    [Fact]
    [Trait("Req", "UPI-1")]
    [Trait("Req", "UPI-3")]
    public async Task An_approval_that_fails_validation_puts_the_payment_in_Error_and_releases_the_budget()
    {
        var payment = await world.SubmitAsync(Claim(units: 30));
        await world.SetBudgetAsync(20);

        payment = await world.MoveAsync(payment, PaymentAction.Approve, Coordinator);

        Assert.Equal((PaymentStatus.Error, "MONTHLY_MAX"), (payment.Status, Assert.Single(payment.Validation).Code));
        Assert.Equal(PaymentStatus.WaitingScApproval, (await world.SubmitAsync(Claim(units: 20))).Status);
    }

    [Fact]
    [Trait("Req", "UPI-1")]
    public async Task A_corrected_payment_is_resubmitted_and_one_that_still_fails_stays_in_Error()
    {
        var payment = await world.SubmitAsync(Claim(units: 50));

        var refused = await world.TryAsync(payment, PaymentAction.Resubmit, Provider, null, new FactsCorrection(Units: Units.Of(45), Amount: Money.Of(1125)));
        Assert.Equal(RefusalKind.Invalid, refused.Refusal!.Kind);
        payment = await world.MoveAsync(payment, PaymentAction.Resubmit, Provider, null, new FactsCorrection(Units: Units.Of(40), Amount: Money.Of(1000)));

        Assert.Equal((PaymentStatus.WaitingScApproval, Units.Of(40)), (payment.Status, payment.Facts.Units));
        Assert.Empty(payment.Validation);
    }

    [Fact]
    [Trait("Req", "UPI-2")]
    public async Task A_denied_payment_is_resubmitted_once_as_a_new_one_that_names_it()
    {
        var denied = await world.MoveAsync(await world.SubmitAsync(Claim()), PaymentAction.Deny, Coordinator, "wrong week");

        var anew = await world.MoveAsync(denied, PaymentAction.Resubmit, Provider, null, new FactsCorrection(ServiceFrom: new DateOnly(2026, 11, 9), ServiceTo: new DateOnly(2026, 11, 13)));
        Assert.Equal((PaymentStatus.WaitingScApproval, denied.Id), (anew.Status, anew.ResubmissionOf));
        var old = await world.ReadAsync(denied.Id);
        Assert.Equal((PaymentStatus.DeniedBySc, anew.Id), (old.Status, old.ResubmittedAs));

        var again = await world.TryAsync(denied, PaymentAction.Resubmit, Provider, null);
        Assert.Equal((RefusalKind.Conflict, "RESUBMITTED"), (again.Refusal!.Kind, again.Refusal.Code));
    }

    [Fact]
    [Trait("Req", "UPI-2")]
    public async Task A_paid_payment_cannot_be_resubmitted()
    {
        var payment = await world.ApprovedAsync(Claim());
        await world.RunCapsAsync();
        Assert.Equal("PAID", (await world.TryAsync(payment, PaymentAction.Resubmit, Provider, null)).Refusal!.Code);
    }

    [Fact]
    [Trait("Req", "UPI-2")]
    public async Task A_deleted_payment_stays_and_frees_its_budget()
    {
        var payment = await world.MoveAsync(await world.SubmitAsync(Claim(units: 40)), PaymentAction.Delete, Provider, null);
        Assert.Equal(PaymentStatus.Deleted, (await world.ReadAsync(payment.Id)).Status);
        Assert.Equal(PaymentStatus.WaitingScApproval, (await world.SubmitAsync(Claim(units: 40))).Status);
    }

    [Fact]
    [Trait("Req", "UPI-1")]
    public async Task A_provider_deletes_only_until_the_first_approval()
    {
        var payment = await world.MoveAsync(await world.SubmitAsync(Claim()), PaymentAction.Approve, Coordinator);
        Assert.Equal(RefusalKind.Conflict, (await world.TryAsync(payment, PaymentAction.Delete, Provider)).Refusal!.Kind);
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task A_decision_sent_twice_has_one_effect_and_one_answer()
    {
        var payment = await world.SubmitAsync(Claim());
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.TryAsync(payment, PaymentAction.Approve, Coordinator, decisionId: "twice")));

        Assert.All(answers, answer => Assert.Equal(PaymentStatus.WaitingDspdApproval, answer.Payment?.Status));
        Assert.Equal(2, (await world.HistoryAsync(payment)).Count);
    }

    [Fact]
    [Trait("Req", "UPI-1")]
    public async Task Of_two_decisions_at_the_same_moment_one_counts_and_the_other_is_told_that_the_payment_moved()
    {
        for (var round = 0; round < 10; round++)
        {
            var payment = await world.SubmitAsync(Claim(units: 1, fromDay: round + 1, toDay: round + 1));
            payment = await world.MoveAsync(payment, PaymentAction.Approve, Coordinator);
            var answers = await Task.WhenAll(
                world.TryAsync(payment, PaymentAction.Approve, Technician),
                world.TryAsync(payment, PaymentAction.Deny, Technician2));

            Assert.Single(answers, answer => answer.Payment is not null);
            Assert.Equal(RefusalKind.Conflict, Assert.Single(answers, answer => answer.Payment is null).Refusal!.Kind);
            Assert.Equal(3, (await world.HistoryAsync(payment)).Count);
        }
    }

    [Fact]
    public async Task A_decision_on_a_version_that_has_passed_is_stale()
    {
        var payment = await world.SubmitAsync(Claim());
        await world.MoveAsync(payment, PaymentAction.Approve, Coordinator);
        Assert.Equal(RefusalKind.Stale, (await world.TryAsync(payment, PaymentAction.Deny, Technician, version: payment.Version)).Refusal!.Kind);
    }

    [Fact]
    [Trait("Req", "UPI-7")]
    public async Task A_provider_that_sees_more_by_another_role_still_acts_on_its_own_payments_alone()
    {
        var payment = await world.SubmitAsync(Claim());
        var both = new Caller("provider2", new HashSet<Role> { Role.Provider, Role.Operations }, "P-200");
        Assert.Equal(RefusalKind.Forbidden, (await world.TryAsync(payment, PaymentAction.Delete, both)).Refusal!.Kind);
    }

    [Fact]
    public async Task A_stale_version_is_told_before_the_turn_that_has_passed()
    {
        var payment = await world.SubmitAsync(Claim());
        await world.MoveAsync(payment, PaymentAction.Approve, Coordinator);
        Assert.Equal(RefusalKind.Stale, (await world.TryAsync(payment, PaymentAction.Approve, Coordinator, version: 1)).Refusal!.Kind);
    }

    [Fact]
    [Trait("Req", "UPI-7")]
    public async Task Strangers_do_not_learn_that_a_payment_exists()
    {
        var payment = await world.SubmitAsync(Claim());
        Assert.Equal(RefusalKind.NotFound, (await world.TryAsync(payment, PaymentAction.Approve, Coordinator2)).Refusal!.Kind);
        Assert.Equal(RefusalKind.NotFound, (await world.TryAsync(payment, PaymentAction.Delete, Provider2)).Refusal!.Kind);
        Assert.Null(await world.Application.Queries.FindAsync(Coordinator2, payment.Id));
        Assert.Empty((await world.Application.Queries.ListAsync(Provider2, new PaymentFilter(Provider: "P-100"))).Items);
    }

    [Fact]
    [Trait("Req", "UPI-7")]
    public async Task A_person_with_two_roles_does_not_decide_at_two_stages()
    {
        var both = new Caller("coordinator", new HashSet<Role> { Role.Coordinator, Role.Technician });
        var payment = await world.MoveAsync(await world.SubmitAsync(Claim()), PaymentAction.Approve, both);
        Assert.Equal("SEGREGATION", (await world.TryAsync(payment, PaymentAction.Approve, both)).Refusal!.Code);
    }

    [Fact]
    [Trait("Req", "UPI-6")]
    public async Task A_hold_keeps_the_payment_out_of_the_run_until_OFO_releases_it()
    {
        var payment = await world.MoveAsync(await world.ApprovedAsync(Claim()), PaymentAction.Hold, Ofo, "audit");
        Assert.Equal(PaymentStatus.HeldByCaps, payment.Status);
        await world.RunCapsAsync();
        Assert.Equal(PaymentStatus.HeldByCaps, (await world.ReadAsync(payment.Id)).Status);

        payment = await world.MoveAsync(payment, PaymentAction.Release, Ofo, null);
        Assert.Equal((PaymentStatus.SubmittedToCaps, 2), (payment.Status, payment.Attempt));
        await world.RunCapsAsync();
        Assert.Equal(PaymentStatus.PaidByCaps, (await world.ReadAsync(payment.Id)).Status);
    }

    [Fact]
    [Trait("Req", "UPI-6")]
    public async Task A_held_payment_that_OFO_refuses_is_Rejected_by_CAPS()
    {
        var payment = await world.MoveAsync(await world.ApprovedAsync(Claim()), PaymentAction.Hold, Ofo, "audit");
        Assert.Equal(PaymentStatus.RejectedByCaps, (await world.MoveAsync(payment, PaymentAction.Deny, Ofo, "not delivered")).Status);
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task A_payment_goes_on_after_a_restart_at_every_stage()
    {
        var payment = await world.SubmitAsync(Claim());
        await world.RestartAsync();
        payment = await world.MoveAsync(payment, PaymentAction.Approve, Coordinator);
        await world.RestartAsync();
        payment = await world.MoveAsync(payment, PaymentAction.Approve, Technician);
        await world.RestartAsync();
        await world.RunCapsAsync();
        Assert.Equal(PaymentStatus.PaidByCaps, (await world.ReadAsync(payment.Id)).Status);
    }

    private static bool Same(Payment left, Payment right) => Rows.Write(left) == Rows.Write(right);
}
