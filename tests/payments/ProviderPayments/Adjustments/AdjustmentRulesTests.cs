using Serverless.Payments.Approvals;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Adjustments;
using static Serverless.Payments.Tests.ProviderPayments.Adjustments.AdjustmentWorld;

namespace Serverless.Payments.Tests.ProviderPayments.Adjustments;

[Trait("Req", "CARE-3")]
public sealed class AdjustmentRulesTests : IDisposable
{
    private readonly AdjustmentWorld world = new();

    public void Dispose() => world.Dispose();

    [Theory]
    [InlineData(ProviderPaymentStatus.New, "attendance sheet")]
    [InlineData(ProviderPaymentStatus.Received, "attendance sheet")]
    [InlineData(ProviderPaymentStatus.Hold, "attendance sheet")]
    [InlineData(ProviderPaymentStatus.Authorized, "on hold")]
    public async Task A_payment_that_is_not_paid_is_not_adjusted_and_the_answer_says_what_to_do(ProviderPaymentStatus status, string toDo)
    {
        var refusal = (await world.AdjustAsync(await world.PutPaymentAsync(status: status), 5)).Refusal!;
        Assert.Equal((RefusalKind.Conflict, "NOT_PAID"), (refusal.Kind, refusal.Code));
        Assert.Contains(toDo, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_adjustment_by_nothing_or_without_a_reason_is_refused()
    {
        var payment = await world.PutPaymentAsync();
        Assert.Equal(("AMOUNT_ZERO", "amount"), Fault(await world.AdjustAsync(payment, 0)));
        Assert.Equal(("REASON_REQUIRED", "reason"), Fault(await world.AdjustAsync(payment, 1, reason: "  ")));
        Assert.Equal(("TOO_LONG", "reason"), Fault(await world.AdjustAsync(payment, 1, reason: new string('x', AdjustmentRules.ReasonCharsMax + 1))));
        Done(await world.AdjustAsync(payment, 1, reason: new string('x', AdjustmentRules.ReasonCharsMax)));
    }

    [Fact]
    public async Task A_Social_Security_number_in_a_reason_is_masked()
    {
        var made = Done(await world.AdjustAsync(await world.PutPaymentAsync(), 1, reason: " For 123-45-6789. "));
        Assert.Equal("For ***-**-6789.", made.Reason);
        Assert.Equal("For ***-**-6789.", (await world.Records.HistoryAsync(made))[0].Note);
    }

    [Fact]
    public async Task A_payment_can_be_brought_to_zero_and_not_by_a_cent_below()
    {
        var payment = await world.PutPaymentAsync(amount: 100);
        await world.MadeAsync(payment, -99.99m);
        var refusal = (await world.AdjustAsync(payment, -0.02m)).Refusal!;
        Assert.Equal((RefusalKind.Invalid, "ADJUSTED_BELOW_ZERO"), (refusal.Kind, refusal.Code));
        Assert.Contains("100.00", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("At most 0.01", refusal.Message, StringComparison.Ordinal);
        await world.MadeAsync(payment, -0.01m);
    }

    [Fact]
    public async Task What_was_withdrawn_can_be_taken_off_again()
    {
        var payment = await world.PutPaymentAsync(amount: 100);
        Done(await world.WithdrawAsync(await world.MadeAsync(payment, -100)));
        await world.MadeAsync(payment, -100);
    }

    [Fact]
    public async Task What_is_added_can_be_taken_off_once_it_is_paid()
    {
        var payment = await world.PutPaymentAsync(amount: 100);
        var added = Done(await world.AuthorizeAsync(await world.MadeAsync(payment, 50)));
        var refusal = (await world.AdjustAsync(payment, -150)).Refusal!;
        Assert.Equal("ADJUSTED_BELOW_ZERO", refusal.Code);
        Assert.Contains("(50.00) does not count", refusal.Message, StringComparison.Ordinal);
        await world.PayAsync(added);
        await world.MadeAsync(payment, -150);
    }

    [Fact]
    public async Task Adjustments_of_another_payment_of_the_child_do_not_count()
    {
        await world.MadeAsync(await world.PutPaymentAsync(amount: 100), -100);
        await world.MadeAsync(await world.PutPaymentAsync(amount: 100, provider: "P-200"), -100);
    }

    [Fact]
    public async Task A_payment_has_a_hundred_open_adjustments_and_no_more()
    {
        var payment = await world.PutPaymentAsync();
        var last = await world.MadeAsync(payment, 1);
        for (var number = 1; number < AdjustmentRules.OpenMax; number++)
        {
            last = await world.MadeAsync(payment, 1);
        }

        Assert.Equal("TOO_MANY_ADJUSTMENTS", (await world.AdjustAsync(payment, 1)).Refusal?.Code);
        Done(await world.WithdrawAsync(last));
        await world.MadeAsync(payment, 1);
    }

    [Fact]
    public async Task Only_what_is_new_is_authorised_and_what_is_final_stays()
    {
        var payment = await world.PutPaymentAsync();
        var paid = Done(await world.AuthorizeAsync(await world.MadeAsync(payment, 1)));
        Assert.Equal("NOT_NEW", (await world.AuthorizeAsync(paid)).Refusal?.Code);
        await world.PayAsync(paid);
        Assert.Equal("NOT_NEW", (await world.AuthorizeAsync(paid)).Refusal?.Code);
        Assert.Equal("PAID", (await world.WithdrawAsync(paid)).Refusal?.Code);

        var withdrawn = Done(await world.WithdrawAsync(await world.MadeAsync(payment, 1)));
        Assert.Equal("NOT_NEW", (await world.AuthorizeAsync(withdrawn)).Refusal?.Code);
        Assert.Equal("WITHDRAWN", (await world.WithdrawAsync(withdrawn)).Refusal?.Code);
    }

    private static (string Code, string Field) Fault(AdjustmentResult result)
    {
        var fault = Assert.Single(result.Refusal!.Errors);
        Assert.Equal(RefusalKind.Invalid, result.Refusal.Kind);
        return (fault.Code, fault.Field);
    }
}
