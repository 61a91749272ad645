using Serverless.Payments.Ledger;
using Serverless.Payments.Tests.MassPayments;
using static Serverless.Payments.Tests.Charges.ChargeWorld;

namespace Serverless.Payments.Tests.Charges;

/// <summary>Acts at one moment, repeated ones, and those in whose middle the process ends.</summary>
[Trait("Req", "PS-1")]
[Trait("Req", "ALL-1")]
public sealed class ChargeRaceTests
{
    [Fact]
    public async Task Of_two_payments_at_one_moment_the_later_one_is_allocated_anew()
    {
        HeldUpTables? held = null;
        using var world = await ChargeWorld.CreateAsync(tables => held = new HeldUpTables(tables, Payments.Tables.Charges));
        await world.ChargeAsync(50);
        held!.Others = async () => Done(await world.PayAsync(40));
        var account = Done(await world.PayAsync(40));
        Assert.Equal("1:10.00", Applied(account, 2));
        Assert.Equal((2, 30m), (account.Payments[1].Entry.Seq, account.OpenCredit.Amount));
    }

    [Fact]
    public async Task Of_many_acts_at_one_moment_each_has_one_effect()
    {
        using var world = await ChargeWorld.CreateAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).SelectMany<int, Task>(_ => [Task.Run(() => world.ChargeAsync(10)), Task.Run(() => world.PayAsync(7))]));
        var account = await world.ReadAsync();
        Assert.Equal((16, 24m, 0m), (account.Version, account.Owed.Amount, account.OpenCredit.Amount));
        Assert.Equal(Enumerable.Range(1, 8), account.Payments.Select(payment => payment.Entry.Seq).Order());
        Assert.Equal((24m, 56m, 0m), (await world.BalanceAsync(Accounts.ParticipantsReceivable), await world.BalanceAsync(Accounts.CashReceipts), (await world.BooksAsync()).Sum.Amount));
    }

    [Fact]
    public async Task A_repeated_request_has_one_effect_and_is_answered_as_it_was()
    {
        using var world = await ChargeWorld.CreateAsync();
        await world.ChargeAsync(50, request: world.Request("c"));
        await world.PayAsync(60, request: world.Request("p"));
        await world.AdjustAsync("1", 20, request: world.Request("a"));
        Assert.Equal(50m, Done(await world.ChargeAsync(50, request: world.Request("c"))).Owed.Amount);
        Assert.Equal(10m, Done(await world.PayAsync(60, request: world.Request("p"))).OpenCredit.Amount);
        Assert.Equal(30m, Done(await world.AdjustAsync("1", 20, request: world.Request("a"))).Owed.Amount);
        Assert.Equal(3, (await world.ReadAsync()).Version);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    public async Task A_payment_broken_off_at_any_write_is_made_once_when_it_is_sent_again(int write, bool isWritten)
    {
        TrappedTables? trap = null;
        using var world = await ChargeWorld.CreateAsync(tables => trap = new TrappedTables(tables));
        trap!.Set(write, isWritten);
        await Assert.ThrowsAsync<IOException>(() => world.PayAsync(10, request: world.Request("same")));
        trap.Unset();
        Assert.Equal((await world.ReadAsync()).OpenCredit.Amount, -await world.BalanceAsync(Accounts.OpenCredit));
        Assert.Equal("2026-11-23-1", Done(await world.PayAsync(10, request: world.Request("same"))).Payments[0].Id);
        Assert.Equal((1, -10m), ((await world.ReadAsync()).Version, await world.BalanceAsync(Accounts.OpenCredit)));
    }

    [Fact]
    public async Task An_old_version_is_refused()
    {
        using var world = await ChargeWorld.CreateAsync();
        await world.ChargeAsync(1);
        Assert.Equal("STALE", (await world.PayAsync(1, request: world.Request() with { IfVersion = version => version == 0 })).Refusal?.Code);
        Assert.Equal(2, Done(await world.PayAsync(1, request: world.Request() with { IfVersion = version => version == 1 })).Version);
    }
}
