using Serverless.Payments.Approvals;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.Approvals;

[Trait("Req", "UPI-3")]
public sealed class BudgetRaceTests
{
    [Fact]
    public async Task Two_payments_racing_for_the_last_units_never_both_pass()
    {
        await using var world = await CreateAsync();
        for (var month = 1; month <= 10; month++)
        {
            var made = await Task.WhenAll(
                world.SubmitAsync(Claim(units: 25, month: month)),
                world.SubmitAsync(Claim(units: 25, month: month, provider: "P-200"), Provider2),
                world.SubmitAsync(Claim(units: 16, month: month, fromDay: 20, toDay: 21)));

            var passed = made.Where(payment => payment.Status == PaymentStatus.WaitingScApproval).Sum(payment => payment.Facts.Units.Count);
            Assert.InRange(passed, 16, 40);
            Assert.All(made.Where(payment => payment.Status == PaymentStatus.Error), payment => Assert.Equal("MONTHLY_MAX", Assert.Single(payment.Validation).Code));
        }
    }

    [Fact]
    public async Task Of_many_twins_at_the_same_moment_one_passes_and_the_others_are_duplicates()
    {
        await using var world = await CreateAsync();
        var made = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => world.SubmitAsync(Claim(units: 1))));

        Assert.Single(made, payment => payment.Status == PaymentStatus.WaitingScApproval);
        Assert.All(made.Where(payment => payment.Status == PaymentStatus.Error), payment => Assert.Contains(payment.Validation, message => message.Code == "DUPLICATE"));
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task The_same_submission_sent_by_many_at_once_makes_one_payment()
    {
        await using var world = await CreateAsync();
        var made = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => world.SubmitAsync(Claim(), submissionId: "same")));
        Assert.Single(made.Select(payment => payment.Id).Distinct());
        Assert.Single(await world.HistoryAsync(made[0]));
    }
}
