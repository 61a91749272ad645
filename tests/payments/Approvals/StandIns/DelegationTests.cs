using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Payments.Tests.MassPayments;
using Serverless.Testing;
using static Serverless.Payments.Tests.Approvals.StandIns.StandInWorld;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.Approvals.StandIns;

[Trait("Req", "UPI-7")]
public sealed class DelegationTests : IAsyncLifetime
{
    private HeldUpTables held = null!;
    private PaymentsWorld world = null!;

    public async Task InitializeAsync()
    {
        world = await CreateAsync(around: tables => held = new HeldUpTables(tables, Payments.Tables.Payments));
        await AddUsersAsync(world);
    }

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task A_delegate_in_force_sees_finds_and_decides_what_waits_for_the_one_acted_for()
    {
        var payment = await world.SubmitAsync(Claim());
        Assert.Null(await world.Application.Queries.FindAsync(Clerk, payment.Id));
        Assert.Equal("NOT_FOUND", await RefusalAsync(world, payment, PaymentAction.Approve, Clerk));

        await DelegateAsync(world, "coordinator", "clerk");
        Assert.NotNull(await world.Application.Queries.FindAsync(Clerk, payment.Id));
        Assert.Equal([(payment.Id, "coordinator")], await InboxAsync(world, Clerk));
        Assert.Equal([(payment.Id, null)], await InboxAsync(world, Coordinator));
        var moved = await world.MoveAsync(payment, PaymentAction.Approve, Clerk);

        Assert.Equal(PaymentStatus.WaitingDspdApproval, moved.Status);
        var move = (await world.HistoryAsync(payment))[^1];
        Assert.Equal(("clerk", "coordinator", Role.Coordinator, null), (move.By, move.OnBehalfOf, move.Role, move.Via));
        Assert.Empty(await InboxAsync(world, Clerk));
        Assert.NotNull(await world.Application.Queries.FindAsync(Clerk, payment.Id));
    }

    [Fact]
    public async Task Before_its_first_day_after_its_last_and_once_revoked_it_is_as_if_there_were_none()
    {
        var payment = await world.SubmitAsync(Claim());
        await DelegateAsync(world, "coordinator", "clerk", 1, 1);
        Assert.Empty(await InboxAsync(world, Clerk));
        world.Time.Advance(TimeSpan.FromDays(1));
        Assert.Single(await InboxAsync(world, Clerk));
        world.Time.Advance(TimeSpan.FromDays(1));
        Assert.Empty(await InboxAsync(world, Clerk));
        Assert.Null(await world.Application.Queries.FindAsync(Clerk, payment.Id));

        var id = await DelegateAsync(world, "coordinator", "clerk");
        Assert.Single(await InboxAsync(world, Clerk));
        await world.Application.Delegations.RevokeAsync(Coordinator, id);
        Assert.Empty(await InboxAsync(world, Clerk));
        Assert.Equal("NOT_FOUND", await RefusalAsync(world, payment, PaymentAction.Approve, Clerk));
    }

    [Fact]
    public async Task What_was_asked_for_and_not_yet_carried_out_when_it_is_revoked_is_refused()
    {
        var payment = await world.SubmitAsync(Claim());
        var id = await DelegateAsync(world, "coordinator", "clerk");

        // The decision is stored by the next write, and judged again after that.
        held.Others = () => world.Application.Delegations.RevokeAsync(Coordinator, id);
        Assert.Equal("NOT_ASSIGNED", await RefusalAsync(world, payment, PaymentAction.Approve, Clerk));
        Assert.Equal(PaymentStatus.WaitingScApproval, (await world.ReadAsync(payment.Id)).Status);
    }

    [Fact]
    public async Task It_does_not_pass_on()
    {
        var payment = await world.SubmitAsync(Claim());
        await DelegateAsync(world, "coordinator", "coordinator2");
        await DelegateAsync(world, "coordinator2", "clerk");
        Assert.Empty(await InboxAsync(world, Clerk));
        Assert.Null(await world.Application.Queries.FindAsync(Clerk, payment.Id));
        Assert.Equal([(payment.Id, "coordinator")], await InboxAsync(world, Coordinator2));
    }

    [Fact]
    public async Task It_helps_nobody_past_segregation_of_duties()
    {
        // Who decided for the coordinator does not decide for the technician as well.
        await DelegateAsync(world, "coordinator", "clerk");
        await DelegateAsync(world, "technician", "clerk");
        var payment = await world.MoveAsync(await world.SubmitAsync(Claim()), PaymentAction.Approve, Clerk);
        Assert.Empty(await InboxAsync(world, Clerk));
        Assert.Equal("SEGREGATION", await RefusalAsync(world, payment, PaymentAction.Approve, Clerk));

        // Nor does the coordinator in whose name it was decided, for the technician.
        await DelegateAsync(world, "technician2", "coordinator");
        Assert.Empty(await InboxAsync(world, Coordinator));
        Assert.Equal("SEGREGATION", await RefusalAsync(world, payment, PaymentAction.Approve, Coordinator));
    }

    [Fact]
    public async Task A_providers_user_or_a_parent_is_given_no_delegation()
    {
        await PutAsync(world, New("colleague", Role.Provider) with { ProviderId = "P-100" });
        await PutAsync(world, New("father", Role.Parent) with { ChildIds = [ClientId] });
        await PutAsync(world, New("both", Role.Coordinator) with { ChildIds = [OtherClientId] });
        foreach (var to in new[] { "provider", "colleague", "father", "both" })
        {
            Assert.Contains("NOT_OF_AGENCY", await RefusedDelegationAsync(to), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Who_came_to_a_provider_since_decides_for_nobody_and_sees_nothing()
    {
        var payment = await world.SubmitAsync(Claim());
        await DelegateAsync(world, "coordinator", "clerk");
        await PutAsync(world, New("clerk", Role.Coordinator) with { ProviderId = "P-200" });

        Assert.Empty(await InboxAsync(world, Clerk));
        Assert.Equal("NOT_FOUND", await RefusalAsync(world, payment, PaymentAction.Approve, Clerk));
        Assert.Equal(["coordinator"], await NamesAsync(payment));
    }

    [Fact]
    public async Task Who_left_decides_for_nobody_whatever_a_token_still_says()
    {
        var payment = await world.SubmitAsync(Claim());
        await DelegateAsync(world, "coordinator", "clerk");
        await PutAsync(world, New("clerk", Role.Coordinator) with { Active = false });

        Assert.Empty(await InboxAsync(world, Clerk));
        Assert.Equal("NOT_FOUND", await RefusalAsync(world, payment, PaymentAction.Approve, Clerk));
        Assert.Equal("NOT_ASSIGNED", await RefusalAsync(world, payment, PaymentAction.Approve, Clerk with { Roles = new HashSet<Role> { Role.Coordinator, Role.Auditor } }));
        Assert.Equal(PaymentStatus.WaitingScApproval, (await world.ReadAsync(payment.Id)).Status);
    }

    [Fact]
    public async Task Whom_the_token_knows_as_a_party_decides_for_nobody()
    {
        var payment = await world.SubmitAsync(Claim());
        await DelegateAsync(world, "coordinator", "clerk");
        foreach (var party in new[]
        {
            new Caller("clerk", new HashSet<Role> { Role.Coordinator, Role.Provider }, "P-100"),
            new Caller("clerk", new HashSet<Role> { Role.Coordinator, Role.Parent }, null, new HashSet<string> { ClientId }),
        })
        {
            Assert.Equal("NOT_ASSIGNED", await RefusalAsync(world, payment, PaymentAction.Approve, party));
            Assert.Empty(await InboxAsync(world, party));
        }

        Assert.Equal(PaymentStatus.WaitingDspdApproval, (await world.MoveAsync(payment, PaymentAction.Approve, Clerk)).Status);
    }

    [Fact]
    public async Task A_technicians_delegate_needs_no_role_of_that_kind_while_the_technician_has_it()
    {
        var payment = await world.MoveAsync(await world.SubmitAsync(Claim()), PaymentAction.Approve, Coordinator);
        await DelegateAsync(world, "technician", "clerk");
        Assert.Equal([(payment.Id, "technician")], await InboxAsync(world, Clerk));
        await PutAsync(world, New("technician", Role.Technician) with { Active = false });
        Assert.Empty(await InboxAsync(world, Clerk));
        await PutAsync(world, New("technician", Role.Technician));

        Assert.Equal(PaymentStatus.SubmittedToCaps, (await world.MoveAsync(payment, PaymentAction.Approve, Clerk)).Status);
        Assert.Equal(["clerk", "manager", "technician", "technician2"], (await NamesAsync(await SecondAsync())));
    }

    private async Task<Payment> SecondAsync()
    {
        var payment = await world.MoveAsync(await world.SubmitAsync(Claim(fromDay: 9, toDay: 10)), PaymentAction.Approve, Coordinator);
        await PutAsync(world, New("technician", Role.Technician) with { Superior = "manager" });
        await world.Application.Escalations.EscalateAsync(payment.Id, payment.Version);
        return payment;
    }

    private async Task<string> RefusedDelegationAsync(string to)
    {
        var today = world.Application.Calendar.Today;
        var result = await world.Application.Delegations.RecordAsync(Admin, "coordinator", to, today, today, Guid.NewGuid().ToString("N"));
        return string.Join(' ', result.Refusal?.Errors?.Select(fault => fault.Code) ?? []);
    }

    private async Task<IEnumerable<string>> NamesAsync(Payment payment) => (await world.Application.Deciders.OfAsync(payment)).Select(decider => decider.User.Name);
}
