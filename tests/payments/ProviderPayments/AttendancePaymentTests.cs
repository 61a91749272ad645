using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;
using Serverless.Payments.Ledger;
using Serverless.Payments.ProviderPayments;
using Serverless.Testing;
using static Serverless.Payments.Tests.ProviderPayments.CareWorld;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.ProviderPayments;

public sealed class AttendancePaymentTests
{
    [Fact]
    [Trait("Req", "CARE-1")]
    [Trait("Req", "CARE-2")]
    [Trait("Req", "CARE-3")]
    public async Task A_digital_sheet_goes_from_the_provider_to_the_parent_to_the_agency()
    {
        await using var care = await OpenAsync();
        var generated = await care.GenerateAsync();
        Assert.Equal((3, 0, 0), (generated.Created, generated.Existing, generated.Skipped));
        var id = care.IdOf();
        Assert.Equal(new StatusPair(SubmissionStatus.New, ProviderPaymentStatus.New), StatusPair.Of(await care.ReadAsync(id)));

        var submitted = Done(await care.Desk.Commands.SubmitAsync(Vendor, id, [Day(2), Day(3, "08:00", "11:30"), Day(4, absence: "ill")], care.Request()));
        Assert.Equal(new StatusPair(SubmissionStatus.ReadyForParent, ProviderPaymentStatus.New), StatusPair.Of(submitted));

        var signed = Done(await care.Desk.Commands.SignAsync(Parent, id, "Maria Lopez", submitted.Sheet!.Hash, care.Request()));
        Assert.Equal(new StatusPair(SubmissionStatus.Submitted, ProviderPaymentStatus.Received), StatusPair.Of(signed));
        Assert.Equal(("Maria Lopez", submitted.Sheet.Hash), (signed.Signature!.Name, signed.Signature.SheetHash));

        // 8 h and 3.5 h there, and 8 h agreed on for the absence: 19.5 units at 25.00.
        var authorized = Done(await care.Desk.Commands.AuthorizeAsync(Operations, id, "looked at", care.Request()));
        Assert.Equal((Units.Of(19.5m), Money.Of(487.50m)), (authorized.Units!.Value, authorized.Amount!.Value));
        var calculation = (await care.Desk.Records.CalculationAsync(authorized))!;
        Assert.Equal((690, 1, 480, Money.Of(25)), (calculation.AttendedMinutes, calculation.PaidAbsences, calculation.PaidAbsenceMinutes, calculation.Basis.Rate));
        Assert.Equal(487.50m, (await care.BalancesAsync())[Accounts.Encumbrances]);

        var history = await care.Desk.Records.HistoryAsync(authorized);
        Assert.Equal([null, AttendanceAction.Submit, AttendanceAction.Sign, AttendanceAction.Authorize], history.Select(move => move.Action));
        Assert.Equal(["generation", "provider", "parent", "operations"], history.Select(move => move.By));

        // The orchestration goes on to its next wait after the answer.
        await Until.TrueAsync(async () => (await care.World.Engine.GetInstanceAsync(AttendancePayment.InstanceId(id), true))!.ReadCustomStatusAs<AttendanceProgress>()?.WaitsFor == "export");
    }

    [Fact]
    [Trait("Req", "CARE-2")]
    public async Task A_paper_sheet_is_entered_and_marked_received_and_its_submission_stays_new()
    {
        await using var care = await OpenAsync();
        await care.GenerateAsync();
        var id = care.IdOf();
        Assert.Equal("NO_SHEET", Code(await care.Desk.Commands.ReceiveAsync(Operations, id, null, care.Request())));
        var entered = Done(await care.Desk.Commands.EnterAsync(Operations, id, [Day(2)], care.Request()));
        Assert.Equal(new StatusPair(SubmissionStatus.New, ProviderPaymentStatus.New), StatusPair.Of(entered));
        var received = Done(await care.Desk.Commands.ReceiveAsync(Operations, id, null, care.Request()));
        Assert.Equal(new StatusPair(SubmissionStatus.New, ProviderPaymentStatus.Received), StatusPair.Of(received));
        Assert.Equal(Money.Of(200), Done(await care.Desk.Commands.AuthorizeAsync(Operations, id, null, care.Request())).Amount);
    }

    [Fact]
    [Trait("Req", "CARE-2")]
    public async Task A_sheet_changed_after_the_signature_is_ready_for_the_parent_again_and_not_authorised_before()
    {
        await using var care = await OpenAsync();
        await care.GenerateAsync();
        var signed = await care.SignedAsync();
        var changed = Done(await care.Desk.Commands.SubmitAsync(Vendor, signed.Id, [Day(2, "08:00", "17:00")], care.Request()));
        Assert.Equal(new StatusPair(SubmissionStatus.ReadyForParent, ProviderPaymentStatus.Received), StatusPair.Of(changed));
        Assert.Equal("NOT_SIGNED", Code(await care.Desk.Commands.AuthorizeAsync(Operations, signed.Id, null, care.Request())));
        Assert.Equal("SHEET_CHANGED", Code(await care.Desk.Commands.SignAsync(Parent, signed.Id, "Maria Lopez", signed.Sheet!.Hash, care.Request())));
        Done(await care.Desk.Commands.SignAsync(Parent, signed.Id, "Maria Lopez", changed.Sheet!.Hash, care.Request()));
        Assert.Equal(Money.Of(225), Done(await care.Desk.Commands.AuthorizeAsync(Operations, signed.Id, null, care.Request())).Amount);

        // Both sheets are kept.
        Assert.Equal(2, changed.Sheet.Number);
        Assert.Equal(480, (await care.Desk.Records.SheetAsync(signed))[0].Minutes);
        Assert.Equal(540, (await care.Desk.Records.SheetAsync(changed))[0].Minutes);
        Assert.Equal(480, (await care.Desk.Records.SheetAsync(changed, 1))![0].Minutes);
        Assert.Equal(540, (await care.Desk.Records.SheetAsync(changed, 2))![0].Minutes);
        Assert.Null(await care.Desk.Records.SheetAsync(changed, 3));
        Assert.Null(await care.Desk.Records.SheetAsync(changed, 0));
    }

    [Fact]
    [Trait("Req", "CARE-3")]
    [Trait("Req", "ALL-1")]
    public async Task A_question_holds_the_payment_as_often_as_needed_and_its_money_is_released_meanwhile()
    {
        await using var care = await OpenAsync();
        await care.GenerateAsync();
        var payment = await care.AuthorizedAsync();
        for (var round = 1; round <= 3; round++)
        {
            var held = Done(await care.Desk.Commands.HoldAsync(Operations, payment.Id, $"Question {round}?", care.Request()));
            Assert.Equal((ProviderPaymentStatus.Hold, null, null), (held.Status, held.Amount, held.CalculatedAt));
            Assert.Equal(0m, (await care.BalancesAsync())[Accounts.Encumbrances]);
            var answered = Done(await care.Desk.Commands.AnswerAsync(Vendor, payment.Id, $"Answer {round}.", care.Request()));
            Assert.Equal(ProviderPaymentStatus.Received, answered.Status);
            Done(await care.Desk.Commands.AuthorizeAsync(Operations, payment.Id, null, care.Request()));
            Assert.Equal(200m, (await care.BalancesAsync())[Accounts.Encumbrances]);
        }

        Assert.Equal("NO_QUESTION", Code(await care.Desk.Commands.AnswerAsync(Vendor, payment.Id, "Nobody asked.", care.Request())));
        var told = await care.World.Application.Notices.ReadAsync(Vendor);
        Assert.Equal(3, told.Items.Count(notice => notice.About == payment.Id));
        Assert.Equal(3, (await care.World.Application.Notices.ReadAsync(Operations)).Items.Count(notice => notice.About == payment.Id));
    }

    [Fact]
    [Trait("Req", "CARE-3")]
    public async Task The_same_hours_are_never_authorised_to_two_providers()
    {
        await using var care = await OpenAsync();
        await care.GenerateAsync();
        await care.SignedAsync("P-100", ClientId, Day(2, "08:00", "12:00"), Day(3));
        await care.SignedAsync("P-200", ClientId, Day(2, "12:00", "16:00"), Day(3, "15:59", "18:00"));
        Done(await care.Desk.Commands.AuthorizeAsync(Operations, care.IdOf("P-100"), null, care.Request()));
        var refused = await care.Desk.Commands.AuthorizeAsync(Operations, care.IdOf("P-200"), null, care.Request());
        Assert.Equal("TIME_PAID_ELSEWHERE", Code(refused));
        Assert.Equal(RefusalKind.Invalid, refused.Refusal!.Kind);
        Assert.Contains("2026-11-03", refused.Refusal.Message, StringComparison.Ordinal);
        Assert.Equal(ProviderPaymentStatus.Received, (await care.ReadAsync(care.IdOf("P-200"))).Status);
    }

    [Fact]
    [Trait("Req", "CARE-3")]
    public async Task Of_two_providers_authorised_for_the_same_hours_at_one_moment_one_passes()
    {
        await using var care = await OpenAsync();
        for (var month = 1; month <= 10; month++)
        {
            var period = $"2026-{month:D2}";
            await care.GenerateAsync(period);
            string[] ids = [care.IdOf("P-100", period: period), care.IdOf("P-200", period: period)];
            foreach (var (id, by) in ids.Zip([Vendor, Vendor2]))
            {
                Done(await care.Desk.Commands.SubmitAsync(by, id, [new($"{period}-05", "08:00", "16:00", null)], care.Request()));
                Done(await care.Desk.Commands.SignAsync(Parent, id, "Maria Lopez", null, care.Request()));
            }

            var results = await Task.WhenAll(ids.Select(id => care.Desk.Commands.AuthorizeAsync(Operations, id, null, care.Request()))).WaitAsync(Patience);
            Assert.Single(results, result => result.Payment is { Status: ProviderPaymentStatus.Authorized });
            Assert.Single(results, result => result.Refusal?.Code == "TIME_PAID_ELSEWHERE");
        }
    }

    [Fact]
    [Trait("Req", "CARE-3")]
    public async Task An_authorisation_names_everything_that_stands_against_it_and_changes_nothing()
    {
        await using var care = await OpenAsync();
        await care.GenerateAsync();
        var signed = await care.SignedAsync();
        var directory = care.World.Application.Directory;
        await care.EnrollAsync("P-100", ClientId, from: new DateOnly(2026, 11, 3));
        await care.GenerateAsync();
        signed = await care.ReadAsync(signed.Id);
        await directory.PutProviderAsync(new Provider("P-100", "Canyon Home Care", "1 Main St", Active: false));
        await directory.PutContractAsync(new Contract("P-100", "SLN", Money.Of(25), new DateOnly(2025, 1, 1), new DateOnly(2026, 10, 31), Active: true), "admin", care.World.Time.GetUtcNow());
        var refused = await care.Desk.Commands.AuthorizeAsync(Operations, signed.Id, null, care.Request());
        Assert.Equal(["PROVIDER_INACTIVE", "CONTRACT_DOES_NOT_COVER", "ENROLLMENT_DOES_NOT_COVER"], refused.Refusal!.Errors.Select(error => error.Code));
        Assert.Equal(signed, await care.ReadAsync(signed.Id));
        Assert.Empty(await care.BalancesAsync());
    }

    [Fact]
    [Trait("Req", "CARE-2")]
    public async Task Bad_sheets_and_strangers_are_refused_and_leave_no_trace()
    {
        await using var care = await OpenAsync();
        await care.GenerateAsync();
        var id = care.IdOf();
        var bad = await care.Desk.Commands.SubmitAsync(Vendor, id, [Day(2, "16:00", "08:00"), Day(3, "08:00", "12:00"), Day(3, "11:00", "13:00"), new("2026-10-31", "08:00", "09:00", null)], care.Request());
        Assert.Equal("SHEET_AT_FAULT", Code(bad));
        Assert.Equal(["OUT_NOT_AFTER_IN", "DAY_OUTSIDE_PERIOD", "TIMES_OVERLAP"], bad.Refusal!.Errors.Select(error => error.Code));
        Assert.Equal("NOT_FOUND", Code(await care.Desk.Commands.SubmitAsync(Vendor2, id, [Day(2)], care.Request())));
        Assert.Equal("NOTHING_TO_SIGN", Code(await care.Desk.Commands.SignAsync(Parent, id, "Maria Lopez", null, care.Request())));
        Done(await care.Desk.Commands.SubmitAsync(Vendor, id, [Day(2)], care.Request()));
        Assert.Equal("NOT_FOUND", Code(await care.Desk.Commands.SignAsync(OtherParent, id, "Mallory", null, care.Request())));
        Assert.Equal("WRONG_ROLE", Code(await care.Desk.Commands.SignAsync(Operations, id, "Operations", null, care.Request())));
        Assert.Equal("TEXT_REQUIRED", Code(await care.Desk.Commands.SignAsync(Parent, id, "  ", null, care.Request())));
        Done(await care.Desk.Commands.SignAsync(Parent, id, "Maria Lopez", null, care.Request()));
        Assert.Equal("ALREADY_SIGNED", Code(await care.Desk.Commands.SignAsync(Parent, id, "Maria Lopez", null, care.Request())));
        Assert.Equal("STALE", Code(await care.Desk.Commands.AuthorizeAsync(Operations, id, null, care.Request(version: 1))));
        Assert.Equal(3, (await care.ReadAsync(id)).Version);
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task An_act_sent_twice_has_one_effect_and_a_lost_orchestration_is_taken_up_by_the_next_act()
    {
        await using var care = await OpenAsync();
        await care.GenerateAsync();
        var id = care.IdOf();
        var request = care.Request();
        var first = Done(await care.Desk.Commands.SubmitAsync(Vendor, id, [Day(2)], request));
        Assert.Equal(first, Done(await care.Desk.Commands.SubmitAsync(Vendor, id, [Day(2)], request)));

        await care.World.Engine.TerminateInstanceAsync(AttendancePayment.InstanceId(id));
        await care.World.Engine.WaitForInstanceCompletionAsync(AttendancePayment.InstanceId(id)).WaitAsync(Patience);
        var signed = Done(await care.Desk.Commands.SignAsync(Parent, id, "Maria Lopez", null, care.Request()));
        Assert.Equal(SubmissionStatus.Submitted, signed.Submission);
        Assert.Equal(0, (await care.World.Application.Repair.RunAsync()).ProviderPayments);
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task A_payment_goes_on_after_a_restart_and_repair_starts_what_was_lost()
    {
        await using var care = await OpenAsync();
        await care.GenerateAsync();
        await care.SignedAsync();
        await care.World.RestartAsync();
        Assert.Equal(Money.Of(200), Done(await care.Desk.Commands.AuthorizeAsync(Operations, care.IdOf(), null, care.Request())).Amount);

        await care.World.Engine.TerminateInstanceAsync(AttendancePayment.InstanceId(care.IdOf()));
        await care.World.Engine.WaitForInstanceCompletionAsync(AttendancePayment.InstanceId(care.IdOf())).WaitAsync(Patience);
        Assert.Equal(1, (await care.World.Application.Repair.RunAsync()).ProviderPayments);
    }

    [Fact]
    [Trait("Req", "CARE-3")]
    public async Task A_question_may_be_asked_more_often_than_one_history_holds()
    {
        await using var care = await OpenAsync();
        await care.GenerateAsync();
        var payment = await care.SignedAsync();
        for (var round = 0; round < 30; round++)
        {
            Done(await care.Desk.Commands.HoldAsync(Operations, payment.Id, "Why?", care.Request()));
            Done(await care.Desk.Commands.AnswerAsync(Vendor, payment.Id, "Because.", care.Request()));
        }

        Assert.Equal(63, (await care.ReadAsync(payment.Id)).Version);
    }

    [Fact]
    [Trait("Req", "CARE-2")]
    public async Task Who_is_not_concerned_does_not_see_the_payment()
    {
        await using var care = await OpenAsync();
        await care.GenerateAsync();
        var id = care.IdOf();
        Caller[] seeing = [Vendor, Parent, Coordinator, Operations, Technician, Staff("auditor", Role.Auditor)];
        Assert.All(await Task.WhenAll(seeing.Select(caller => care.Desk.Queries.FindAsync(caller, id))), Assert.NotNull);
        Caller[] blind = [Vendor2, OtherParent, Coordinator2];
        Assert.All(await Task.WhenAll(blind.Select(caller => care.Desk.Queries.FindAsync(caller, id))), Assert.Null);
    }

    [Fact]
    [Trait("Req", "CARE-2")]
    public async Task A_payment_keeps_the_terms_it_was_generated_with_until_the_period_is_generated_again()
    {
        await using var care = await OpenAsync();
        await care.GenerateAsync();
        var signed = await care.SignedAsync("P-100", ClientId, Day(2), Day(3, absence: "ill"));
        await care.EnrollAsync("P-100", ClientId, scheduledMinutes: 240);
        Assert.Equal(480, (await care.ReadAsync(signed.Id)).Terms.ScheduledMinutes);

        var generated = await care.GenerateAsync();
        Assert.Equal((0, 3), (generated.Created, generated.Existing));
        var renewed = await care.ReadAsync(signed.Id);
        Assert.Equal((240, signed.Version + 1, SubmissionStatus.Submitted), (renewed.Terms.ScheduledMinutes, renewed.Version, renewed.Submission));
        Assert.Equal(Money.Of(300), Done(await care.Desk.Commands.AuthorizeAsync(Operations, signed.Id, null, care.Request())).Amount);

        // What is calculated stays as it is, and a later enrolment does not reach back.
        await care.EnrollAsync("P-100", ClientId, from: new DateOnly(2026, 12, 1));
        await care.GenerateAsync();
        Assert.Equal(240, (await care.ReadAsync(signed.Id)).Terms.ScheduledMinutes);
    }

    [Fact]
    [Trait("Req", "CARE-3")]
    public async Task Operations_record_an_answer_that_came_by_telephone()
    {
        await using var care = await OpenAsync();
        await care.GenerateAsync();
        var signed = await care.SignedAsync();
        Done(await care.Desk.Commands.HoldAsync(Operations, signed.Id, "Was she there?", care.Request()));
        var answered = Done(await care.Desk.Commands.AnswerAsync(Operations, signed.Id, "By telephone: she was.", care.Request()));
        Assert.Equal((ProviderPaymentStatus.Received, Role.Operations), (answered.Status, answered.Answer!.Role));
        Done(await care.Desk.Commands.AuthorizeAsync(Operations, signed.Id, null, care.Request()));
    }

    [Fact]
    [Trait("Req", "CARE-3")]
    [Trait("Req", "UPI-7")]
    public async Task Who_acts_for_the_provider_or_is_the_childs_parent_does_nothing_for_the_agency_here()
    {
        await using var care = await OpenAsync();
        await care.GenerateAsync();
        var signed = await care.SignedAsync();
        Caller[] parties =
        [
            Vendor with { User = "both", Roles = new HashSet<Role> { Role.Provider, Role.Operations } },
            Parent with { User = "mother", Roles = new HashSet<Role> { Role.Parent, Role.Operations } },
        ];
        foreach (var party in parties)
        {
            Assert.Equal("SAME_PERSON", Code(await care.Desk.Commands.AuthorizeAsync(party, signed.Id, null, care.Request())));
            Assert.Equal("SAME_PERSON", Code(await care.Desk.Commands.EnterAsync(party, signed.Id, [Day(4)], care.Request())));
            Assert.Equal("SAME_PERSON", Code(await care.Desk.Commands.ReceiveAsync(party, signed.Id, null, care.Request())));
            Assert.Equal("SAME_PERSON", Code(await care.Desk.Commands.HoldAsync(party, signed.Id, "Why?", care.Request())));
            Assert.Equal("SAME_PERSON", (await care.Desk.Adjustments.AdjustAsync(party, signed.Id, Money.Of(1), "more", "r")).Refusal!.Code);
        }
    }

    [Fact]
    [Trait("Req", "CARE-3")]
    public async Task What_was_paid_by_mistake_and_taken_back_whole_stands_in_no_other_providers_way()
    {
        await using var care = await OpenAsync();
        await care.GenerateAsync();
        var wrong = await care.AuthorizedAsync("P-100");
        await ExportAsync("first");
        await care.SignedAsync("P-200");
        Assert.Equal("TIME_PAID_ELSEWHERE", Code(await care.Desk.Commands.AuthorizeAsync(Operations, care.IdOf("P-200"), null, care.Request())));

        var back = (await care.Desk.Adjustments.AdjustAsync(Operations, wrong.Id, Money.Of(-200), "the child was elsewhere", "back")).Adjustment!;
        await care.Desk.Adjustments.AuthorizeAsync(Manager, back.Id, "authorize");
        Assert.Equal("TIME_PAID_ELSEWHERE", Code(await care.Desk.Commands.AuthorizeAsync(Operations, care.IdOf("P-200"), null, care.Request())));
        await ExportAsync("second");
        Assert.Equal(Money.Of(220), Done(await care.Desk.Commands.AuthorizeAsync(Operations, care.IdOf("P-200"), null, care.Request())).Amount);

        async Task ExportAsync(string request)
        {
            var export = (await care.Desk.Exports.Commands.StartAsync(Operations, Period, request)).Export!;
            await care.World.Engine.WaitForInstanceCompletionAsync(Payments.ProviderPayments.Exports.PaymentExport.InstanceId(export.Id)).WaitAsync(Patience);
        }
    }

    [Fact]
    [Trait("Req", "CARE-2")]
    public async Task The_same_sheet_sent_twice_at_one_moment_stands_once_and_an_older_version_is_told_so()
    {
        await using var care = await OpenAsync();
        await care.GenerateAsync();
        var id = care.IdOf();
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => care.Desk.Commands.SubmitAsync(Vendor, id, [Day(2)], care.Request()))).WaitAsync(Patience);
        Assert.All(results, result => Assert.Equal(1, result.Payment?.Sheet?.Number));

        var races = await Task.WhenAll(Enumerable.Range(3, 4).Select(day => care.Desk.Commands.SubmitAsync(Vendor, id, [Day(day)], care.Request(version: 2)))).WaitAsync(Patience);
        Assert.Single(races, result => result.Payment is not null);
        Assert.All(races.Where(result => result.Payment is null), result => Assert.Equal((RefusalKind.Stale, "STALE"), (result.Refusal!.Kind, result.Refusal.Code)));
    }
}
