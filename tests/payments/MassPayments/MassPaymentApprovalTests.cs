using Serverless.Payments.Ledger;
using Serverless.Payments.MassPayments;
using Serverless.Payments.MassPayments.Requests;
using Serverless.Testing;
using static Serverless.Payments.Tests.MassPayments.MassWorld;

namespace Serverless.Payments.Tests.MassPayments;

public sealed class MassPaymentApprovalTests
{
    [Fact]
    [Trait("Req", "KEES-6")]
    [Trait("Req", "ALL-1")]
    public async Task Approving_creates_a_need_an_arrangement_and_an_authorised_request_for_each_entry()
    {
        await using var world = await MassWorld.CreateAsync(people: 2);
        var draft = await world.DraftAsync(Entry(1), Entry(2, amount: "40.50"));

        var approved = (await world.ApproveAsync(draft)).Page!;

        Assert.Equal((MassPaymentStatus.Approved, 65.50m), (approved.Status, approved.Total!.Value.Amount));
        var requests = await world.RequestsAsync(draft);
        Assert.Equal([(1, RequestStatus.Authorized, 25.00m), (2, RequestStatus.Authorized, 40.50m)], requests.Select(request => (request.N, request.Status, request.Order.Amount.Amount)));
        var need = Assert.Single(await world.NeedsAsync(2));
        Assert.Equal((MassPaymentKeys.NeedId(draft.Id, 2), MassPaymentKeys.ArrangementId(draft.Id, 2), requests[1].Id), (need.Id, need.Arrangement.Id, need.Arrangement.PaymentRequestId));
        Assert.Equal((new DateOnly(2026, 11, 2), new DateOnly(2026, 11, 8), "Bus Pass", Service), (need.Begin, need.End, need.Type, need.Arrangement.ServiceId));
        Assert.Equal(65.50m, (await world.BalancesAsync())[Accounts.Encumbrances]);
    }

    [Fact]
    [Trait("Req", "KEES-6")]
    public async Task Approving_again_answers_the_same_and_creates_nothing()
    {
        await using var world = await MassWorld.CreateAsync(people: 1);
        var draft = await world.DraftAsync(Entry(1));
        var both = await Task.WhenAll(world.ApproveAsync(draft), world.ApproveAsync(draft));
        var again = await world.ApproveAsync(draft);

        Assert.All(both.Append(again), result => Assert.Equal((MassPaymentStatus.Approved, 1), (result.Page!.Status, result.Page.Asked)));
        Assert.Single(await world.RequestsAsync(draft));
        Assert.Single(await world.NeedsAsync(1));
        Assert.Equal(25.00m, (await world.BalancesAsync())[Accounts.Encumbrances]);
    }

    [Fact]
    [Trait("Req", "KEES-2")]
    [Trait("Req", "KEES-4")]
    [Trait("Req", "KEES-5")]
    [Trait("Req", "KEES-6")]
    public async Task Approving_with_bad_entries_creates_nothing_and_tells_every_fault_at_once()
    {
        await using var world = await MassWorld.CreateAsync(people: 9);
        var draft = await world.DraftAsync(
            Entry(1),
            Entry(2) with { AidCode = "TAF Employment Svs" },
            Entry(3, isTicked: false),
            Entry(4) with { ClientId = "123456789" },
            Entry(5, begin: "11/09/2026", end: "11/08/2026"),
            Entry(6, begin: "13/45/2026"),
            Entry(7) with { CaseNumber = Case(8) },
            Entry(8, amount: "12.345"));

        var result = await world.ApproveAsync(draft);

        Assert.Equal("NOT_APPROVED", result.Refusal?.Code);
        Assert.Equal(
            ["2 SECOND_AID_CODE", "3 UNTICKED", "4 BAD_CLIENT_ID", "5 END_BEFORE_BEGIN", "6 BAD_DATE", "7 CASE_OF_OTHER_PERSON", "8 BAD_AMOUNT"],
            result.Faults.Select(fault => $"{fault.N} {fault.Fault.Code}"));
        Assert.Empty(await world.RequestsAsync(draft));
        Assert.Empty(await world.NeedsAsync(1));
        Assert.Empty(await world.BalancesAsync());
        var page = await world.Application.MassPayments.FindAsync(draft.Id);
        Assert.Equal((MassPaymentStatus.Draft, 7), (page!.Status, page.Refused!.Faults));
    }

    [Fact]
    [Trait("Req", "KEES-4")]
    public async Task A_refused_draft_is_mended_and_approved()
    {
        await using var world = await MassWorld.CreateAsync(people: 2);
        var draft = await world.DraftAsync(Entry(1, isTicked: false), Entry(2, begin: "never"));
        Assert.NotNull((await world.ApproveAsync(draft)).Refusal);

        Assert.Null((await world.Application.MassPaymentDrafts.ReplaceAsync(draft.Id, 1, Entry(1), "mend")).Refusal);
        Assert.Null((await world.Application.MassPaymentDrafts.RemoveAsync(draft.Id, 2, "remove")).Refusal);
        var approved = (await world.ApproveAsync(draft)).Page!;

        Assert.Equal((MassPaymentStatus.Approved, 2), (approved.Status, approved.Asked));
        Assert.Equal([1], (await world.RequestsAsync(draft)).Select(request => request.N));
        Assert.Null(approved.Refused);
    }

    [Fact]
    [Trait("Req", "KEES-7")]
    public async Task A_need_that_exists_blocks_another_of_overlapping_days_with_the_same_provider_and_type()
    {
        await using var world = await MassWorld.CreateAsync(people: 1);
        var first = await world.DraftAsync(Entry(1));
        await world.ApproveAsync(first);
        var second = await world.DraftAsync(Entry(1, begin: "11/08/2026", end: "11/14/2026"), Entry(1, type: "Mileage"), Entry(1, begin: "11/15/2026", end: "11/20/2026"));

        var refused = await world.ApproveAsync(second);
        Assert.Equal(["1 ALREADY_EXISTS"], refused.Faults.Select(fault => $"{fault.N} {fault.Fault.Code}"));

        await world.Application.MassPaymentDrafts.RemoveAsync(second.Id, 1, "remove");
        Assert.Equal(MassPaymentStatus.Approved, (await world.ApproveAsync(second)).Page?.Status);
        Assert.Equal(3, (await world.NeedsAsync(1)).Count);
    }

    [Fact]
    [Trait("Req", "KEES-7")]
    public async Task A_need_whose_request_was_cancelled_does_not_block_another()
    {
        await using var world = await MassWorld.CreateAsync(people: 1);
        var first = await world.DraftAsync(Entry(1));
        await world.ApproveAsync(first);
        var request = Assert.Single(await world.RequestsAsync(first));
        var cancelled = await world.Application.RequestMoves.CancelAsync(PaymentsWorld.Operations, request.Id, "typed twice", "act-1");
        Assert.Equal(RequestStatus.Cancelled, cancelled.Request?.Status);

        var second = await world.DraftAsync(Entry(1));
        Assert.Equal(MassPaymentStatus.Approved, (await world.ApproveAsync(second)).Page?.Status);
        Assert.Equal(MassPaymentKeys.NeedId(second.Id, 1), Assert.Single(await world.NeedsAsync(1)).Id);
        Assert.Equal(25.00m, (await world.BalancesAsync())[Accounts.Encumbrances]);
    }

    [Fact]
    [Trait("Req", "KEES-4")]
    public async Task Nothing_of_an_approved_mass_payment_can_be_changed()
    {
        await using var world = await MassWorld.CreateAsync(people: 1);
        var draft = await world.DraftAsync(Entry(1));
        await world.ApproveAsync(draft);
        var drafts = world.Application.MassPaymentDrafts;
        var results = new[]
        {
            await drafts.AddAsync(draft.Id, [Entry(1)], "again"),
            await drafts.ReplaceAsync(draft.Id, 1, Entry(1), "mend"),
            await drafts.RemoveAsync(draft.Id, 1, "r"),
            await drafts.DiscardAsync(draft.Id, "d"),
        };
        Assert.All(results, result => Assert.Equal("NOT_DRAFT", result.Refusal?.Code));
    }
}
