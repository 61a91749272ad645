using Serverless.Payments.ProviderPayments.Adjustments;
using Serverless.Payments.Tests.MassPayments;
using static Serverless.Payments.Tests.ProviderPayments.Adjustments.AdjustmentWorld;

namespace Serverless.Payments.Tests.ProviderPayments.Adjustments;

/// <summary>Acts at one moment, and acts in whose middle the process ends.</summary>
[Trait("Req", "CARE-3")]
public sealed class AdjustmentRaceTests
{
    [Fact]
    public async Task Of_two_adjustments_at_one_moment_that_do_not_fit_together_one_is_refused()
    {
        HeldUpTables? held = null;
        using var world = new AdjustmentWorld(tables => held = new HeldUpTables(tables, Tables.ProviderPayments));
        var payment = await world.PutPaymentAsync(amount: 100);

        // The second one comes after the first has been judged and before it is written.
        held!.Others = async () => await world.MadeAsync(payment, -60);
        var refusal = (await world.AdjustAsync(payment, -60)).Refusal;
        Assert.Equal("ADJUSTED_BELOW_ZERO", refusal?.Code);
        Assert.Equal(-60m, Assert.Single(await world.Records.OfChildAsync(Child)).Amount.Amount);
    }

    [Fact]
    public async Task Of_many_adjustments_at_one_moment_as_many_pass_as_fit()
    {
        using var world = new AdjustmentWorld();
        var payment = await world.PutPaymentAsync(amount: 100);
        var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => world.AdjustAsync(payment, -30))));
        Assert.Equal(3, results.Count(result => result.Adjustment is not null));
        Assert.Equal(3, (await world.ListedAsync(AdjustmentStatus.New)).Count);
    }

    [Fact]
    public async Task Twins_of_one_request_make_one_adjustment()
    {
        using var world = new AdjustmentWorld();
        var payment = await world.PutPaymentAsync(amount: 100);
        var results = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => world.AdjustAsync(payment, -30, requestId: "same"))));
        Assert.Single(results.Select(result => Done(result).Id).Distinct());
        Assert.Single(await world.Records.OfChildAsync(Child));
    }

    [Fact]
    public async Task Of_an_authorisation_and_a_withdrawal_at_one_moment_the_later_one_is_judged_again()
    {
        HeldUpTables? held = null;
        using var world = new AdjustmentWorld(tables => held = new HeldUpTables(tables, Tables.ProviderPayments));
        var made = await world.MadeAsync(await world.PutPaymentAsync(), 5);
        held!.Others = async () => Done(await world.WithdrawAsync(made));
        Assert.Equal("NOT_NEW", (await world.AuthorizeAsync(made)).Refusal?.Code);
        Assert.Equal(AdjustmentStatus.Withdrawn, (await world.ReadAsync(made)).Status);
        Assert.Empty(await world.BalancesAsync());

        // What the refused authorisation had listed is gone.
        Assert.Equal((0, 1), (await world.RowsAsync(AdjustmentStatus.Authorized), await world.RowsAsync(AdjustmentStatus.Withdrawn)));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    public async Task An_adjustment_broken_off_at_any_write_is_made_once_when_it_is_sent_again(int write, bool isWritten)
    {
        TrappedTables? trap = null;
        using var world = new AdjustmentWorld(tables => trap = new TrappedTables(tables));
        var payment = await world.PutPaymentAsync();
        trap!.Set(write, isWritten);
        await Assert.ThrowsAsync<IOException>(() => world.AdjustAsync(payment, -100, requestId: "same"));

        // Whatever is listed without a record is shown to nobody.
        var stands = await world.Records.OfChildAsync(Child);
        Assert.Equal(stands.Select(adjustment => adjustment.Id), await world.ListedAsync(AdjustmentStatus.New));

        trap.Unset();
        var made = Done(await world.AdjustAsync(payment, -100, requestId: "same"));
        Assert.Equal([made.Id], await world.ListedAsync(AdjustmentStatus.New));
        Assert.Single(await world.Records.OfChildAsync(Child));
        Assert.Single(await world.Records.HistoryAsync(made));
    }

    [Theory]
    [Trait("Req", "ALL-1")]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public async Task An_authorisation_broken_off_at_any_write_is_done_once_when_it_is_sent_again(int write, bool isWritten)
    {
        TrappedTables? trap = null;
        using var world = new AdjustmentWorld(tables => trap = new TrappedTables(tables));
        var made = await world.MadeAsync(await world.PutPaymentAsync(), 7);
        trap!.Set(write, isWritten);
        await Assert.ThrowsAsync<IOException>(() => world.AuthorizeAsync(made, requestId: "same"));

        // At any moment it is found where it stands.
        Assert.Equal([made.Id], await world.ListedAsync((await world.ReadAsync(made)).Status));

        trap.Unset();
        Done(await world.AuthorizeAsync(made, requestId: "same"));
        Assert.Equal([made.Id], await world.ListedAsync(AdjustmentStatus.Authorized));
        Assert.Equal(0, await world.RowsAsync(AdjustmentStatus.New));
        Assert.Equal(7m, (await world.BalancesAsync())[Serverless.Payments.Ledger.Accounts.Encumbrances]);
        Assert.Equal(2, (await world.Records.HistoryAsync(made)).Count);
    }
}
