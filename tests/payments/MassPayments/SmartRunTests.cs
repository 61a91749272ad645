using Serverless.Payments.Ledger;
using Serverless.Payments.MassPayments.Requests;
using Serverless.Payments.Smart;
using Serverless.Payments.WeeklyRun;
using Serverless.Testing;
using static Serverless.Payments.Tests.MassPayments.MassWorld;

namespace Serverless.Payments.Tests.MassPayments;

[Trait("Req", "KEES-6")]
[Trait("Req", "UPI-5")]
public sealed class SmartRunTests
{
    [Fact]
    public async Task The_weekly_run_pays_authorised_requests_once_and_books_them()
    {
        await using var world = await MassWorld.CreateAsync(people: 3);
        var draft = await world.DraftAsync(Entry(1), Entry(2, amount: "10.01"), Entry(3));
        await world.ApproveAsync(draft);
        var cancelled = (await world.RequestsAsync(draft))[2];
        await world.Application.RequestMoves.CancelAsync(PaymentsWorld.Operations, cancelled.Id, "left the program", "act");

        var run = await world.RunCapsAsync();
        var second = await world.RunCapsAsync();

        Assert.Equal(new RunTotals(2, 2, 0, 0, 0), (await world.Application.Runs.FindAsync(run))!.Value.Totals);
        Assert.Equal(RunTotals.None, (await world.Application.Runs.FindAsync(second))!.Value.Totals);
        Assert.Equal(35.01m, world.Smart.TotalPaid);
        Assert.Equal([RequestStatus.PaidBySmart, RequestStatus.PaidBySmart, RequestStatus.Cancelled], (await world.RequestsAsync(draft)).Select(request => request.Status));
        var balances = await world.BalancesAsync();
        Assert.Equal((35.01m, -35.01m, 0m), (balances[Accounts.Expenditures], balances[Accounts.Cash], balances[Accounts.Encumbrances]));
    }

    [Fact]
    public async Task A_request_that_SMART_holds_is_authorised_again_under_a_new_key_and_paid()
    {
        await using var world = await MassWorld.CreateAsync(people: 1);
        await HoldAsync(world, isHeld: true);
        var draft = await world.DraftAsync(Entry(1));
        await world.ApproveAsync(draft);
        await world.RunCapsAsync();
        var held = Assert.Single(await world.RequestsAsync(draft));
        Assert.Equal((RequestStatus.HeldBySmart, null), (held.Status, held.RunId));

        await HoldAsync(world, isHeld: false);
        await world.Application.RequestMoves.AuthorizeAsync(PaymentsWorld.Operations, held.Id, "OFO agrees", "act");
        await world.RunCapsAsync();

        var paid = Assert.Single(await world.RequestsAsync(draft));
        Assert.Equal((RequestStatus.PaidBySmart, 2, 25.00m), (paid.Status, paid.Attempt, world.Smart.TotalPaid));
        Assert.Equal(
            [RequestStatus.Authorized, RequestStatus.HeldBySmart, RequestStatus.Authorized, RequestStatus.PaidBySmart],
            (await world.Application.PaymentRequests.HistoryAsync(paid)).Select(move => move.To));
    }

    [Fact]
    public async Task A_request_that_SMART_rejects_releases_its_money_and_its_need()
    {
        await using var world = await MassWorld.CreateAsync(people: 1);
        await world.Smart.ChangeVendorAsync(new SmartVendor(MassWorld.Provider, Active: false), "change", null, CancellationToken.None);
        var draft = await world.DraftAsync(Entry(1));
        await world.ApproveAsync(draft);
        var run = await world.RunCapsAsync();

        Assert.Equal(RequestStatus.RejectedBySmart, Assert.Single(await world.RequestsAsync(draft)).Status);
        Assert.Equal(new RunTotals(1, 0, 0, 1, 0), (await world.Application.Runs.FindAsync(run))!.Value.Totals);
        Assert.Empty(await world.NeedsAsync(1));
        Assert.Equal(0m, (await world.BalancesAsync())[Accounts.Encumbrances]);
    }

    [Fact]
    public async Task A_request_in_the_hands_of_a_run_cannot_be_cancelled()
    {
        await using var world = await MassWorld.CreateAsync(people: 1);
        var draft = await world.DraftAsync(Entry(1));
        await world.ApproveAsync(draft);
        var claims = new RequestClaims(world.Tables, world.Application.PaymentRequests, new RequestIndex(world.Tables));
        var request = Assert.Single(await world.RequestsAsync(draft));
        var (taken, _) = await claims.TakeAsync(new ClaimStep("run", world.Time.GetUtcNow(), request.N % RequestIndex.Shards, null), CancellationToken.None);
        Assert.Single(taken);

        var result = await world.Application.RequestMoves.CancelAsync(PaymentsWorld.Operations, request.Id, "late", "act");

        Assert.Equal("TAKEN_BY_RUN", result.Refusal?.Code);
    }

    private static async Task HoldAsync(PaymentsWorld world, bool isHeld)
        => await world.Smart.ChangeVendorAsync(new SmartVendor(MassWorld.Provider, Active: true, Hold: isHeld), $"hold-{isHeld}", null, CancellationToken.None);
}
