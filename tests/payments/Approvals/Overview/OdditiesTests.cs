using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Approvals.Overview;

namespace Serverless.Payments.Tests.Approvals.Overview;

public sealed class OdditiesTests
{
    private static readonly DateOnly Day = new(2026, 11, 2);

    [Fact]
    public void A_payment_like_those_before_has_nothing_unusual()
        => Assert.Empty(Codes(Made("new", 100m, 10), Use(10, 10, 40), Made("a", 100m, 1), Made("b", 110m, 2), Made("c", 90m, 3)));

    [Fact]
    public void More_than_twice_the_usual_is_large_and_twice_is_not()
    {
        Payment[] before = [Made("a", 100m, 1), Made("b", 100m, 2), Made("c", 100m, 3)];
        Assert.Empty(Codes(Made("new", 200m, 10), Use(0, 8, 40), before));
        Assert.Equal(["LARGE"], Codes(Made("new", 200.01m, 10), Use(0, 8, 40), before));
    }

    [Fact]
    public void From_90_percent_of_the_budget_on_little_is_left_and_above_it_is_said_once()
    {
        Assert.Empty(Codes(Made("new", 100m, 10), Use(20, 15.99m, 40)));
        Assert.Equal(["BUDGET_NEARLY_USED"], Codes(Made("new", 100m, 10), Use(20, 16, 40)));
        Assert.Equal(["BUDGET_NEARLY_USED"], Codes(Made("new", 100m, 10), Use(20, 20, 40)));
        Assert.Equal(["BUDGET_EXCEEDED"], Codes(Made("new", 100m, 10), Use(20, 20.01m, 40)));
        var review = Made("new", 100m, 10) with { Status = PaymentStatus.Review, Validation = [new("MONTHLY_MAX", "units", "Too many.")] };
        Assert.Equal(["MONTHLY_MAX"], Codes(review, Use(20, 21, 40)));
    }

    [Fact]
    public void Another_provider_than_before_a_replacement_and_a_late_submission_are_noticed()
    {
        var denied = Made("old", 100m, 1) with { Status = PaymentStatus.DeniedBySc };
        var others = Made("a", 100m, 2);
        var late = Made("new", 100m, 100, "P-200") with { ResubmissionOf = "old" };
        Assert.Equal(["RESUBMISSION", "OTHER_PROVIDER", "LATE"], Codes(late, Use(0, 4, 40), denied, others));
        Assert.Contains("Denied by SC", Oddities.Of(late, Use(0, 4, 40), [denied])[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Lateness_is_told_by_days_in_Denver()
    {
        // 2027-02-01 01:00 UTC is the evening of January 31 there, 90 days after November 2.
        var inTime = Made("new", 100m, 0) with { CreatedAt = new DateTimeOffset(2027, 2, 1, 1, 0, 0, TimeSpan.Zero) };
        Assert.Empty(Codes(inTime, Use(0, 4, 40)));
        Assert.Equal(["LATE"], Codes(inTime with { CreatedAt = inTime.CreatedAt.AddHours(7) }, Use(0, 4, 40)));
    }

    private static BudgetUse Use(decimal others, decimal own, decimal most) => new("SLN", Day, Units.Of(most), Units.Of(others), Units.Of(own));

    private static string[] Codes(Payment payment, BudgetUse budget, params Payment[] others) => [.. Oddities.Of(payment, budget, others).Select(oddity => oddity.Code)];

    private static Payment Made(string id, decimal amount, int daysAfter, string provider = "P-100")
    {
        var at = new DateTimeOffset(Day.AddDays(daysAfter), new TimeOnly(12, 0), TimeSpan.Zero);
        return new Payment
        {
            Id = id,
            Facts = new PaymentFacts(provider, "1000000001", "SLN", Units.Of(4), Money.Of(25), Money.Of(amount), Day, Day),
            Status = PaymentStatus.WaitingScApproval,
            Version = 1,
            StatusSince = at,
            CreatedAt = at,
            SubmittedBy = "provider",
            SubmissionId = id,
        };
    }
}
