using Serverless.Payments.Approvals;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;
using Serverless.Payments.Ledger;
using Serverless.Payments.ProviderPayments.Adjustments;
using Serverless.Testing;
using static Serverless.Payments.Tests.ProviderPayments.Adjustments.AdjustmentWorld;

namespace Serverless.Payments.Tests.ProviderPayments.Adjustments;

[Trait("Req", "CARE-3")]
public sealed class AdjustmentCommandsTests : IDisposable
{
    private readonly AdjustmentWorld world = new();

    public void Dispose() => world.Dispose();

    [Theory]
    [Trait("Req", "ALL-1")]
    [InlineData(12.34)]
    [InlineData(-12.34)]
    public async Task An_adjustment_sets_money_aside_when_it_is_authorised_and_spends_it_when_it_is_paid(decimal amount)
    {
        var made = await world.MadeAsync(await world.PutPaymentAsync(), amount);
        Assert.Equal(AdjustmentStatus.New, made.Status);
        Assert.Empty(await world.BalancesAsync());

        var authorized = Done(await world.AuthorizeAsync(made));
        Assert.Equal((AdjustmentStatus.Authorized, 2, "manager"), (authorized.Status, authorized.Version, authorized.AuthorizedBy));
        var balances = await world.BalancesAsync();
        Assert.Equal((amount, -amount), (balances[Accounts.Encumbrances], balances[Accounts.ReserveForEncumbrances]));

        await world.PayAsync(authorized);
        balances = await world.BalancesAsync();
        Assert.Equal((0m, 0m), (balances[Accounts.Encumbrances], balances[Accounts.ReserveForEncumbrances]));
        Assert.Equal((amount, -amount), (balances[Accounts.Expenditures], balances[Accounts.Cash]));
    }

    [Fact]
    [Trait("Req", "ALL-1")]
    public async Task A_withdrawal_releases_what_was_set_aside()
    {
        var adjustment = Done(await world.AuthorizeAsync(await world.MadeAsync(await world.PutPaymentAsync(), -30)));
        var withdrawn = Done(await world.WithdrawAsync(adjustment, reason: "It was right, see 123-45-6789."));
        Assert.Equal(AdjustmentStatus.Withdrawn, withdrawn.Status);
        Assert.All((await world.BalancesAsync()).Values, balance => Assert.Equal(0m, balance));
        Assert.Equal("It was right, see ***-**-6789.", (await world.Records.HistoryAsync(withdrawn))[^1].Note);
    }

    [Fact]
    public async Task An_adjustment_follows_the_payment_that_it_corrects()
    {
        var payment = await world.PutPaymentAsync();
        var made = await world.MadeAsync(payment, -1);
        Assert.Equal((payment.Id, payment.Period, payment.ProviderId, payment.ClientId, payment.ServiceCode), (made.PaymentId, made.Period, made.ProviderId, made.ClientId, made.ServiceCode));
        var move = Assert.Single(await world.Records.HistoryAsync(made));
        Assert.Equal((null, AdjustmentStatus.New, "operations", Role.Operations), (move.From, move.To, move.By, move.Role));
    }

    [Theory]
    [Trait("Req", "UPI-7")]
    [InlineData("operations", Role.Operations)]
    [InlineData("operations", Role.Manager)]
    public async Task The_author_does_not_authorise_in_whatever_role(string user, Role role)
    {
        var made = await world.MadeAsync(await world.PutPaymentAsync(), 5);
        var refusal = (await world.AuthorizeAsync(made, PaymentsWorld.Staff(user, role))).Refusal!;
        Assert.Equal((RefusalKind.Forbidden, "SAME_PERSON"), (refusal.Kind, refusal.Code));
        Assert.Equal(AdjustmentStatus.New, (await world.ReadAsync(made)).Status);
    }

    [Theory]
    [InlineData(Role.Operations)]
    [InlineData(Role.Manager)]
    [InlineData(Role.Ofo)]
    public async Task Somebody_else_authorises_and_the_history_says_in_which_role(Role role)
    {
        var authorized = Done(await world.AuthorizeAsync(await world.MadeAsync(await world.PutPaymentAsync(), 5), PaymentsWorld.Staff("other", role)));
        Assert.Equal(role, (await world.Records.HistoryAsync(authorized))[^1].Role);
    }

    [Fact]
    public async Task Roles_without_a_part_in_it_are_refused_and_strangers_find_nothing()
    {
        var payment = await world.PutPaymentAsync();
        var made = await world.MadeAsync(payment, 5);
        foreach (var by in new[] { PaymentsWorld.Provider, PaymentsWorld.Technician, PaymentsWorld.Staff("auditor", Role.Auditor) })
        {
            Assert.Equal("WRONG_ROLE", (await world.AdjustAsync(payment, 5, by)).Refusal?.Code);
            Assert.Equal("WRONG_ROLE", (await world.AuthorizeAsync(made, by)).Refusal?.Code);
            Assert.Equal("WRONG_ROLE", (await world.WithdrawAsync(made, by)).Refusal?.Code);
        }

        Assert.Equal("WRONG_ROLE", (await world.AdjustAsync(payment, 5, Manager)).Refusal?.Code);
        foreach (var by in new[] { PaymentsWorld.Provider2, PaymentsWorld.Coordinator, new Caller("parent", new HashSet<Role> { Role.Parent }, ChildIds: new HashSet<string> { PaymentsWorld.OtherClientId }) })
        {
            Assert.Equal(RefusalKind.NotFound, (await world.AdjustAsync(payment, 5, by)).Refusal?.Kind);
            Assert.Equal(RefusalKind.NotFound, (await world.AuthorizeAsync(made, by)).Refusal?.Kind);
            Assert.Equal(RefusalKind.NotFound, (await world.WithdrawAsync(made, by)).Refusal?.Kind);
        }
    }

    [Fact]
    public async Task The_childs_parent_and_coordinator_see_what_they_cannot_change()
    {
        await world.Directory.PutClientAsync(new Client(Child, "Ada", "Lopez", Active: true, "coordinator"));
        var made = await world.MadeAsync(await world.PutPaymentAsync(), 5);
        var parent = new Caller("parent", new HashSet<Role> { Role.Parent }, ChildIds: new HashSet<string> { Child });
        Assert.Equal("WRONG_ROLE", (await world.AuthorizeAsync(made, parent)).Refusal?.Code);
        Assert.Equal("WRONG_ROLE", (await world.AuthorizeAsync(made, PaymentsWorld.Coordinator)).Refusal?.Code);
        Assert.Equal(RefusalKind.NotFound, (await world.AuthorizeAsync(made, PaymentsWorld.Coordinator2)).Refusal?.Kind);
    }

    [Fact]
    public async Task Ids_that_lead_nowhere_are_not_found()
    {
        var payment = await world.PutPaymentAsync();
        Assert.Equal(RefusalKind.NotFound, (await world.AdjustAsync(payment with { Id = "pp-nothing" }, 5)).Refusal?.Kind);
        Assert.Equal(RefusalKind.NotFound, (await world.Commands.AuthorizeAsync(Manager, payment.Id, "r")).Refusal?.Kind);
        Assert.Equal(RefusalKind.NotFound, (await world.Commands.WithdrawAsync(Manager, world.Ids.OfAdjustment(Child, payment.Id, "other"), null, "r")).Refusal?.Kind);
    }

    [Fact]
    public async Task An_adjustment_that_an_export_holds_is_not_withdrawn()
    {
        var authorized = Done(await world.AuthorizeAsync(await world.MadeAsync(await world.PutPaymentAsync(), 5)));
        world.HeldExports.Add("x-1");
        await world.StampAsync(authorized, "x-1");
        var refusal = (await world.WithdrawAsync(authorized)).Refusal!;
        Assert.Equal((RefusalKind.Conflict, "TAKEN_BY_EXPORT"), (refusal.Kind, refusal.Code));
        Assert.Equal(AdjustmentStatus.Authorized, (await world.ReadAsync(authorized)).Status);
    }

    [Fact]
    public async Task A_stamp_that_does_not_hold_goes_with_the_withdrawal()
    {
        var authorized = Done(await world.AuthorizeAsync(await world.MadeAsync(await world.PutPaymentAsync(), 5)));
        await world.StampAsync(authorized, "x-1");
        Done(await world.WithdrawAsync(authorized));
        Assert.Null((await world.ReadAsync(authorized)).ExportId);
    }

    [Fact]
    public async Task A_stale_version_is_refused()
    {
        var payment = await world.PutPaymentAsync();
        Assert.Equal(RefusalKind.Stale, (await world.AdjustAsync(payment, 5, version: payment.Version - 1)).Refusal?.Kind);
        var made = Done(await world.AdjustAsync(payment, 5, version: payment.Version));
        Assert.Equal(RefusalKind.Stale, (await world.AuthorizeAsync(made, version: 2)).Refusal?.Kind);
        Done(await world.AuthorizeAsync(made, version: 1));
        Assert.Equal(RefusalKind.Stale, (await world.WithdrawAsync(made, version: 1)).Refusal?.Kind);
    }

    [Fact]
    public async Task Each_act_sent_twice_has_one_effect_and_the_same_answer()
    {
        var payment = await world.PutPaymentAsync();
        var made = Done(await world.AdjustAsync(payment, -60, requestId: "a"));
        Assert.Equal(made, Done(await world.AdjustAsync(payment, -60, requestId: "a")));
        Assert.Single(await world.Records.OfChildAsync(Child));

        var authorized = Done(await world.AuthorizeAsync(made, requestId: "b"));
        Assert.Equal(authorized, Done(await world.AuthorizeAsync(made, requestId: "b")));
        var withdrawn = Done(await world.WithdrawAsync(made, requestId: "c"));
        Assert.Equal(withdrawn, Done(await world.WithdrawAsync(made, requestId: "c")));
        Assert.Equal(3, (await world.Records.HistoryAsync(withdrawn)).Count);
        Assert.All((await world.BalancesAsync()).Values, balance => Assert.Equal(0m, balance));
    }

    [Fact]
    public async Task Lists_show_an_adjustment_where_it_stands_and_nowhere_else()
    {
        var made = await world.MadeAsync(await world.PutPaymentAsync(), 5);
        Assert.Equal([made.Id], await world.ListedAsync(AdjustmentStatus.New));
        Done(await world.AuthorizeAsync(made));
        Assert.Equal([made.Id], await world.ListedAsync(AdjustmentStatus.Authorized));
        Done(await world.WithdrawAsync(made));
        Assert.Equal([made.Id], await world.ListedAsync(AdjustmentStatus.Withdrawn));
        Assert.Equal((0, 0), (await world.RowsAsync(AdjustmentStatus.New), await world.RowsAsync(AdjustmentStatus.Authorized)));
    }
}
