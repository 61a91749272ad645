using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Approvals.Policies;
using Serverless.Payments.Tests.MassPayments;
using Serverless.Testing;
using static Serverless.Payments.Tests.Approvals.StandIns.StandInWorld;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.Approvals.StandIns;

[Trait("Req", "UPI-7")]
public sealed class SecondApprovalTests : IAsyncLifetime
{
    private readonly List<TrappedTables> traps = [];
    private PaymentsWorld world = null!;

    public async Task InitializeAsync()
    {
        world = await CreateAsync(around: tables =>
        {
            traps.Add(new TrappedTables(tables));
            return traps[^1];
        });
        await AddUsersAsync(world);
        await SetAsync(ApprovalPolicy.Default with { SecondApprovalAbove = Money.Of(200) });
    }

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task Above_the_amount_two_technicians_approve_and_each_finds_it_until_they_have()
    {
        var payment = await WaitingAsync();
        Assert.Equal(2, payment.ApprovalsNeeded);
        var first = await world.MoveAsync(payment, PaymentAction.Approve, Technician);
        Assert.Equal((PaymentStatus.WaitingDspdApproval, payment.Version + 1), (first.Status, first.Version));
        Assert.Empty(await InboxAsync(world, Technician));
        Assert.Equal([(payment.Id, null)], await InboxAsync(world, Technician2));
        Assert.Equal("SEGREGATION", await RefusalAsync(world, first, PaymentAction.Approve, Technician));
        Assert.Equal("STALE", (await world.TryAsync(payment, PaymentAction.Approve, Technician2, version: payment.Version)).Refusal?.Code);
        await world.MoveAsync(first, PaymentAction.Approve, Technician2);

        var history = await world.HistoryAsync(payment);
        Assert.Contains(history, move => move is { From: PaymentStatus.WaitingDspdApproval, To: PaymentStatus.WaitingDspdApproval, By: "technician" });
        Assert.Equal(("technician2", PaymentStatus.SubmittedToCaps), (history[^1].By, (await world.ReadAsync(payment.Id)).Status));
    }

    [Fact]
    public async Task Up_to_the_amount_one_approval_is_enough()
    {
        var payment = await world.MoveAsync(await world.SubmitAsync(Claim(units: 8)), PaymentAction.Approve, Coordinator);
        Assert.Equal(PaymentStatus.SubmittedToCaps, (await world.MoveAsync(payment, PaymentAction.Approve, Technician)).Status);
    }

    [Fact]
    public async Task A_validation_that_fails_at_the_second_puts_it_in_Error_and_the_stage_begins_anew_afterwards()
    {
        var first = await world.MoveAsync(await WaitingAsync(), PaymentAction.Approve, Technician);
        await world.SetBudgetAsync(1);
        var failed = await world.MoveAsync(first, PaymentAction.Approve, Technician2);
        Assert.Equal((PaymentStatus.Error, "MONTHLY_MAX"), (failed.Status, failed.Validation.Single().Code));

        await world.SetBudgetAsync(40);
        var again = await world.MoveAsync(failed, PaymentAction.Approve, Coordinator);
        Assert.Equal((2, 0), (again.ApprovalsNeeded, again.StageApprovals.Count));
        Assert.Equal(PaymentStatus.WaitingDspdApproval, (await world.MoveAsync(again, PaymentAction.Approve, Technician)).Status);
    }

    [Fact]
    public async Task The_policy_of_the_stage_holds_whatever_is_set_meanwhile()
    {
        var waiting = await WaitingAsync();
        await SetAsync(ApprovalPolicy.Default);
        var first = await world.MoveAsync(waiting, PaymentAction.Approve, Technician);
        Assert.Equal((PaymentStatus.WaitingDspdApproval, 1), (first.Status, first.PolicyVersion));
        var second = await world.MoveAsync(first, PaymentAction.Approve, Technician2);
        Assert.Equal((PaymentStatus.SubmittedToCaps, 2), (second.Status, second.PolicyVersion));
    }

    [Fact]
    public async Task Either_may_deny_and_a_delegate_gives_the_second_for_another_technician_alone()
    {
        await DelegateAsync(world, "technician", "clerk");
        var first = await world.MoveAsync(await WaitingAsync(), PaymentAction.Approve, Technician);
        Assert.Equal("SEGREGATION", await RefusalAsync(world, first, PaymentAction.Approve, Clerk));
        await DelegateAsync(world, "technician2", "clerk");
        Assert.Equal([(first.Id, "technician2")], await InboxAsync(world, Clerk));
        Assert.Equal(PaymentStatus.DeniedByDspd, (await world.MoveAsync(first, PaymentAction.Deny, Clerk)).Status);
    }

    [Theory]
    [Trait("Req", "ALL-3")]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    [InlineData(4, true)]
    public async Task Killed_at_any_write_of_the_first_approval_it_happens_once_and_stays_listed(int write, bool isLast)
    {
        var payment = await WaitingAsync();
        world.Time.Advance(TimeSpan.FromMinutes(1));
        traps[^1].Set(write, isLast);
        var asked = world.TryAsync(payment, PaymentAction.Approve, Technician, decisionId: "first");
        await Task.WhenAny(asked, traps[^1].Sprung).WaitAsync(Patience);
        await world.RestartAsync();
        await world.Application.ResumeAsync();
        await AwaitAsync(world.TryAsync(await world.ReadAsync(payment.Id), PaymentAction.Approve, Technician, decisionId: "first"));

        var standing = await world.ReadAsync(payment.Id);
        Assert.Equal((PaymentStatus.WaitingDspdApproval, 1), (standing.Status, standing.StageApprovals.Count));
        Assert.Single(await world.HistoryAsync(payment), move => move.From == move.To);
        Assert.Equal([(payment.Id, null)], await InboxAsync(world, Technician2));
        var second = world.MoveAsync(standing, PaymentAction.Approve, Technician2);
        await AwaitAsync(second);
        Assert.Equal(PaymentStatus.SubmittedToCaps, (await second).Status);
        Assert.Empty(await InboxAsync(world, Technician2));
    }

    /// <summary>What failed is tried again by the clock, which is moved until that has come to its end.</summary>
    private Task AwaitAsync(Task done) => Until.TrueAsync(() =>
    {
        world.Time.Advance(TimeSpan.FromMilliseconds(50));
        return Task.FromResult(done.IsCompleted);
    });

    private async Task<Payment> WaitingAsync() => await world.MoveAsync(await world.SubmitAsync(Claim()), PaymentAction.Approve, Coordinator);

    private async Task SetAsync(ApprovalPolicy policy) => Assert.NotNull(await world.Application.Policies.PutAsync(policy, "admin", world.Time.GetUtcNow()));
}
