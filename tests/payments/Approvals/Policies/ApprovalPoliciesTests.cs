using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals.Policies;
using Serverless.Storage.Memory;

namespace Serverless.Payments.Tests.Approvals.Policies;

[Trait("Req", "UPI-7")]
public sealed class ApprovalPoliciesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 18, 0, 0, TimeSpan.Zero);
    private readonly ApprovalPolicies policies = new(new MemoryTableStore());

    [Fact]
    public async Task Every_version_stays_readable_and_the_defaults_are_version_0()
    {
        Assert.Equal(ApprovalPolicy.Default, await policies.ReadAsync());
        var first = await policies.PutAsync(ApprovalPolicy.Default with { SecondApprovalAbove = Money.Of(500), Holidays = [new(2026, 11, 26)] }, "admin", Now, "once");
        var second = await policies.PutAsync(ApprovalPolicy.Default with { LinkHours = 24 }, "admin", Now);
        Assert.Equal((1, 2), (first!.Version, second!.Version));
        Assert.Equal(1, (await policies.PutAsync(ApprovalPolicy.Default, "admin", Now, "once"))!.Version);

        Assert.Equal(24, (await policies.ReadAsync()).LinkHours);
        Assert.Equal(Money.Of(500), (await policies.ReadVersionAsync(1)).SecondApprovalAbove);
        Assert.Equal(ApprovalPolicy.Default, await policies.ReadVersionAsync(0));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => policies.ReadVersionAsync(3));
        Assert.Null(await policies.PutAsync(ApprovalPolicy.Default, "admin", Now, ifVersion: version => version == 0));
        Assert.Equal([1, 2], (await policies.HistoryAsync()).Select(change => change.To.Version));
    }

    public static TheoryData<ApprovalPolicy, string> Wrong => new()
    {
        { ApprovalPolicy.Default with { SecondApprovalAbove = Money.Of(-0.01m) }, "secondApprovalAbove" },
        { ApprovalPolicy.Default with { LinkDecidesUpTo = Money.Of(-1) }, "linkDecidesUpTo" },
        { ApprovalPolicy.Default with { ReminderWorkingDays = 0 }, "reminderWorkingDays" },
        { ApprovalPolicy.Default with { EscalationWorkingDays = 61 }, "escalationWorkingDays" },
        { ApprovalPolicy.Default with { ReminderWorkingDays = 5 }, "escalationWorkingDays" },
        { ApprovalPolicy.Default with { LinkHours = 0 }, "linkHours" },
        { ApprovalPolicy.Default with { LinkHours = 721 }, "linkHours" },
        { ApprovalPolicy.Default with { Holidays = [new(2026, 1, 1), new(2026, 1, 1)] }, "holidays" },
        { ApprovalPolicy.Default with { Holidays = [.. Enumerable.Range(0, 201).Select(day => new DateOnly(2026, 1, 1).AddDays(day))] }, "holidays" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_is_out_of_its_range_is_not_set(ApprovalPolicy policy, string field)
    {
        Assert.Equal(field, Assert.Single(ApprovalPolicyRules.Check(policy)).Field);
        await Assert.ThrowsAsync<ArgumentException>(() => policies.PutAsync(policy, "admin", Now));
        Assert.Equal(0, (await policies.ReadAsync()).Version);
    }

    [Fact]
    public void Never_is_in_order_for_whatever_can_be_left_out()
        => Assert.Empty(ApprovalPolicyRules.Check(ApprovalPolicy.Default with { ReminderWorkingDays = null, EscalationWorkingDays = 1 }));
}
