using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Charges;
using Serverless.Payments.Identity;
using Serverless.Payments.Ledger;
using static Serverless.Payments.Tests.Charges.ChargeWorld;

namespace Serverless.Payments.Tests.Charges;

/// <summary>Charges and payments of a participant.</summary>
public sealed class ChargeDeskTests
{
    [Fact]
    [Trait("Req", "PS-5")]
    [Trait("Req", "PS-1")]
    [Trait("Req", "ALL-1")]
    public async Task The_example_comes_out_as_the_source_has_it()
    {
        using var world = await ChargeWorld.CreateAsync();
        foreach (var (amount, day) in new[] { (60m, 1), (40m, 2), (50m, 3) })
        {
            await world.ChargeAsync(amount, day);
        }

        var first = Done(await world.PayAsync(80));
        Assert.Equal("1:60.00 2:20.00", Applied(first, 1));
        Assert.Equal([false, true, true], first.Charges.Select(charge => charge.IsOpen));
        var second = Done(await world.PayAsync(90));
        Assert.Equal("2:20.00 3:50.00", Applied(second, 2));
        Assert.Equal(("2026-11-23-2", 20m, 20m), (second.Payments[1].Id, second.Payments[1].OpenCredit.Amount, second.OpenCredit.Amount));
        Assert.Equal(0m, second.Owed.Amount);
        Assert.Equal(0m, (await world.BooksAsync()).Sum.Amount);
        Assert.Equal((0m, -150m, 170m, -20m), (await world.BalanceAsync(Accounts.ParticipantsReceivable), await world.BalanceAsync(Accounts.ParticipantCharges), await world.BalanceAsync(Accounts.CashReceipts), await world.BalanceAsync(Accounts.OpenCredit)));
    }

    [Fact]
    [Trait("Req", "PS-1")]
    public async Task The_oldest_charge_is_that_of_the_earliest_date_and_then_of_the_earlier_entry()
    {
        using var world = await ChargeWorld.CreateAsync();
        await world.ChargeAsync(10, day: 5);
        await world.ChargeAsync(10, day: 3);
        await world.ChargeAsync(10, day: 5);
        Assert.Equal([5m, 0m, 10m], Open(Done(await world.PayAsync(15))));
    }

    [Fact]
    [Trait("Req", "PS-1")]
    public async Task The_sequence_counts_within_the_posting_date()
    {
        using var world = await ChargeWorld.CreateAsync();
        foreach (var day in new[] { 23, 24, 23, 22 })
        {
            await world.PayAsync(1, day, form: "CASH");
        }

        var account = await world.ReadAsync();
        Assert.Equal(["2026-11-23-1", "2026-11-24-1", "2026-11-23-2", "2026-11-22-1"], account.Payments.Select(payment => payment.Id));
        Assert.All(account.Payments, payment => Assert.Equal(PaymentForm.Cash, payment.Entry.Form));
    }

    [Theory]
    [Trait("Req", "PS-1")]
    [InlineData("interface", "INTERFACE_FORM")]
    [InlineData("Interface", "INTERFACE_FORM")]
    [InlineData("card", "BAD_FORM")]
    [InlineData("", "BAD_FORM")]
    public async Task A_person_pays_by_check_or_cash(string form, string code)
    {
        using var world = await ChargeWorld.CreateAsync();
        Refused(await world.PayAsync(1, form: form), RefusalKind.Invalid, code);
    }

    [Fact]
    [Trait("Req", "PS-1")]
    public void The_billing_calculation_pays_by_interface()
    {
        var made = ChargeDecisions.Pay(new ChargeAccount(Participant), new(PaymentForm.Interface, Money.Of(5), new DateOnly(2026, 11, 1), []), new Act("billing", default, new DateOnly(2026, 11, 23))).Event!;
        Assert.Equal((PaymentForm.Interface, 1), (made.Payment!.Form, made.Payment.Seq));
    }

    [Fact]
    [Trait("Req", "PS-2")]
    public async Task A_payment_is_distributed_by_hand()
    {
        using var world = await ChargeWorld.CreateAsync();
        await world.ChargeAsync(60);
        await world.ChargeAsync(40);
        var account = Done(await world.PayAsync(50, byHand: [("2", 40m), ("1", 10m)]));
        Assert.Equal("1:10.00 2:40.00", Applied(account, 1));
        Assert.Equal([50m, 0m], Open(account));
        account = Done(await world.PayAsync(70, byHand: [("1", 50m)]));
        Assert.Equal(20m, account.OpenCredit.Amount);
    }

    [Fact]
    [Trait("Req", "PS-2")]
    [Trait("Req", "PS-3")]
    public async Task What_cannot_be_distributed_so_is_refused_and_changes_nothing()
    {
        using var world = await ChargeWorld.CreateAsync();
        await world.ChargeAsync(60);
        await world.ChargeAsync(40);
        await world.PayAsync(60);
        foreach (var (code, amount, byHand) in new (string, decimal, (string, decimal)[])[]
        {
            ("CHARGE_CLOSED", 10, [("1", 10)]),
            ("ALLOCATION_ABOVE_CHARGE", 50, [("2", 40.01m)]),
            ("CREDIT_WHILE_OPEN", 50, [("2", 39)]),
            ("ALLOCATIONS_ABOVE_PAYMENT", 10, [("2", 11)]),
            ("DUPLICATE_CHARGE", 20, [("2", 10), ("2", 10)]),
            ("UNKNOWN_CHARGE", 10, [("3", 10)]),
            ("UNKNOWN_CHARGE", 10, [("0", 10)]),
            ("UNKNOWN_CHARGE", 10, [("-2", 10)]),
            ("UNKNOWN_CHARGE", 10, [("x", 10)]),
            ("AMOUNT_NOT_POSITIVE", 10, [("2", 0)]),
            ("AMOUNT_NOT_POSITIVE", 10, [("2", -5)]),
        })
        {
            Refused(await world.PayAsync(amount, byHand: byHand), RefusalKind.Invalid, code);
        }

        Assert.Equal(3, (await world.ReadAsync()).Version);
    }

    [Fact]
    [Trait("Req", "PS-3")]
    public async Task A_charge_consumes_the_credit_of_the_oldest_payments_first()
    {
        using var world = await ChargeWorld.CreateAsync();
        await world.PayAsync(30, day: 20);
        await world.PayAsync(30, day: 10);
        var account = Done(await world.ChargeAsync(40));
        Assert.Equal([10m, 30m], account.Payments.Select(payment => payment.Applied.Amount));
        Assert.Equal((20m, 0m), (account.OpenCredit.Amount, account.Owed.Amount));
        account = Done(await world.ChargeAsync(50));
        Assert.Equal((0m, 30m), (account.OpenCredit.Amount, account.Owed.Amount));
        Assert.Equal((30m, 0m), (await world.BalanceAsync(Accounts.ParticipantsReceivable), await world.BalanceAsync(Accounts.OpenCredit)));
    }

    [Fact]
    [Trait("Req", "PS-4")]
    public async Task Less_comes_from_credit_and_then_from_the_newest_allocations()
    {
        using var world = await ChargeWorld.CreateAsync();
        await world.ChargeAsync(60, day: 1);
        await world.ChargeAsync(40, day: 2);
        await world.PayAsync(110);
        var account = Done(await world.AdjustAsync("1", 105));
        Assert.Equal((5m, 0m), (account.OpenCredit.Amount, account.Owed.Amount));
        account = Done(await world.AdjustAsync("2026-11-23-1", 50, "bounced in part"));
        Assert.Equal([10m, 40m], Open(account));
        Assert.Equal("1:50.00", Applied(account, 1));
        account = Done(await world.AdjustAsync("1", 0));
        Assert.Equal([60m, 40m], Open(account));
        account = Done(await world.AdjustAsync("1", 130));
        Assert.Equal((30m, 0m), (account.OpenCredit.Amount, account.Owed.Amount));
        Assert.Equal([(110m, 105m), (105m, 50m), (50m, 0m), (0m, 130m)], account.Payments[0].Adjustments.Select(made => (made.From.Amount, made.To.Amount)));
        Assert.Equal(("bounced in part", "biller"), (account.Payments[0].Adjustments[1].Reason, account.Payments[0].Adjustments[1].By));
        Assert.Equal((110m, 130m, -30m), (account.Payments[0].Entry.Amount.Amount, await world.BalanceAsync(Accounts.CashReceipts), await world.BalanceAsync(Accounts.OpenCredit)));
    }

    [Fact]
    [Trait("Req", "PS-3")]
    [Trait("Req", "PS-4")]
    public async Task A_charge_that_opens_again_consumes_the_credit_of_other_payments()
    {
        using var world = await ChargeWorld.CreateAsync();
        await world.ChargeAsync(60, day: 1);
        await world.ChargeAsync(40, day: 2);
        await world.PayAsync(100, day: 10);
        await world.PayAsync(15, day: 12);
        await world.PayAsync(25, day: 11);
        var account = Done(await world.AdjustAsync("2026-11-10-1", 50));
        Assert.Equal("1:50.00", Applied(account, 1));
        Assert.Equal("2:15.00", Applied(account, 2));
        Assert.Equal("1:10.00 2:15.00", Applied(account, 3));
        Assert.Equal([0m, 10m], Open(account));
    }

    [Fact]
    [Trait("Req", "PS-4")]
    public async Task A_sequence_of_several_posting_dates_is_ambiguous_until_the_date_is_named()
    {
        using var world = await ChargeWorld.CreateAsync();
        await world.PayAsync(10, day: 20);
        await world.PayAsync(20, day: 21);
        var refusal = Refused(await world.AdjustAsync("1", 5), RefusalKind.Conflict, "AMBIGUOUS");
        Assert.Contains("2026-11-20, 2026-11-21", refusal.Message, StringComparison.Ordinal);
        Assert.Equal([10m, 5m], Done(await world.AdjustAsync("1", 5, postingDate: new DateOnly(2026, 11, 21))).Payments.Select(payment => payment.Total.Amount));
        Refused(await world.AdjustAsync("1", 5, postingDate: new DateOnly(2026, 11, 22)), RefusalKind.NotFound, "NOT_FOUND");
        Refused(await world.AdjustAsync("2", 5), RefusalKind.NotFound, "NOT_FOUND");
        Refused(await world.AdjustAsync("2026-11-20-2", 5), RefusalKind.NotFound, "NOT_FOUND");
    }

    [Fact]
    [Trait("Req", "PS-4")]
    public async Task A_correction_that_cannot_be_is_refused()
    {
        using var world = await ChargeWorld.CreateAsync();
        await world.PayAsync(10);
        Refused(await world.AdjustAsync("1", 10), RefusalKind.Invalid, "NO_CHANGE");
        Refused(await world.AdjustAsync("1", -1), RefusalKind.Invalid, "AMOUNT_NEGATIVE");
        Refused(await world.AdjustAsync("1", 5, " "), RefusalKind.Invalid, "BAD_TEXT");
        Refused(await world.AdjustAsync("1", 5, new string('x', 501)), RefusalKind.Invalid, "BAD_TEXT");
        Assert.Equal(1, (await world.ReadAsync()).Version);
        Assert.Equal("my number ***-**-6789", Done(await world.AdjustAsync("1", 5, "my number 123-45-6789")).Payments[0].Adjustments[0].Reason);
    }

    [Fact]
    [Trait("Req", "PS-1")]
    public async Task Charges_and_payments_that_cannot_be_are_refused()
    {
        using var world = await ChargeWorld.CreateAsync();
        Refused(await world.ChargeAsync(0), RefusalKind.Invalid, "AMOUNT_NOT_POSITIVE");
        Refused(await world.PayAsync(-1), RefusalKind.Invalid, "AMOUNT_NOT_POSITIVE");
        foreach (var (command, code) in new (ChargeCommand, string)[]
        {
            (new(new DateOnly(1899, 12, 31), Money.Of(1), "2026-11", ""), "BAD_DATE"),
            (new(new DateOnly(2101, 1, 1), Money.Of(1), "2026-11", ""), "BAD_DATE"),
            (new(new DateOnly(2026, 1, 1), Money.Of(1), "2026-13", ""), "BAD_PERIOD"),
            (new(new DateOnly(2026, 1, 1), Money.Of(1), "2026-1", ""), "BAD_PERIOD"),
            (new(new DateOnly(2026, 1, 1), Money.Of(1), "0001-01", ""), "BAD_PERIOD"),
            (new(new DateOnly(2026, 1, 1), Money.Of(1), "2026-11", new string('x', 201)), "BAD_TEXT"),
            (new(new DateOnly(2026, 1, 1), Money.Of(1), "2026-11", "\u001b[31m"), "BAD_TEXT"),
        })
        {
            Refused(await world.Desk.ChargeAsync(world.Request(), command), RefusalKind.Invalid, code);
        }

        Refused(await world.ChargeAsync(1, request: world.Request(participant: "1000000077")), RefusalKind.NotFound, "NOT_FOUND");
        Refused(await world.ChargeAsync(1, request: world.Request(participant: "participants")), RefusalKind.NotFound, "NOT_FOUND");
        Refused(await world.ChargeAsync(1, request: world.Request(by: new("auditor", new HashSet<Role> { Role.Auditor }))), RefusalKind.Forbidden, "WRONG_ROLE");
        Assert.Equal(0, (await world.ReadAsync()).Version);
    }

    [Fact]
    public void An_account_takes_so_many_charges_and_payments_and_no_more()
    {
        var (act, day) = (new Act("biller", default, new DateOnly(2026, 11, 23)), new DateOnly(2026, 11, 1));
        var account = new ChargeAccount(Participant);
        for (var number = 0; number < ChargeLimits.ChargesMax; number++)
        {
            account.Apply(ChargeDecisions.Charge(account, new(day, Money.Of(999_999_999.99m), "2026-11", ""), act).Event!);
        }

        Assert.Equal("ACCOUNT_FULL", ChargeDecisions.Charge(account, new(day, Money.Of(1), "2026-11", ""), act).Refusal?.Code);
        account.Check();
        Assert.Equal(999_999_999.99m * ChargeLimits.ChargesMax, account.Owed.Amount);
    }

    [Fact]
    [Trait("Req", "PS-1")]
    public void A_payment_of_as_many_charges_as_there_can_be_fits_its_row()
    {
        var (act, day) = (new Act("biller", default, new DateOnly(2026, 11, 23)), new DateOnly(2026, 11, 1));
        var account = new ChargeAccount(Participant);
        for (var number = 0; number < ChargeLimits.ChargesMax; number++)
        {
            account.Apply(ChargeDecisions.Charge(account, new(day, Money.Of(199_999.99m), "2026-11", ""), act).Event!);
        }

        var made = ChargeDecisions.Pay(account, new(PaymentForm.Check, Money.Of(999_999_950m), day, []), act).Event!;
        account.Apply(made);
        account.Check();
        Assert.Equal(ChargeLimits.ChargesMax, made.Moves.Count);
        Assert.Equal(0m, account.Owed.Amount);
        var data = Rows.Write(made);
        Assert.InRange(data.Length, 1, Serverless.Storage.TableLimits.DataCharsMax);
        Assert.Equal(made.Moves, System.Text.Json.JsonSerializer.Deserialize<ChargeEvent>(data, Serverless.Durable.DurableJson.Options)!.Moves);
    }

    private static Refusal Refused(ChargeResult result, RefusalKind kind, string code)
    {
        Assert.Null(result.Account);
        Assert.Equal((kind, code), (result.Refusal!.Kind, result.Refusal.Code));
        return result.Refusal;
    }
}
