using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Testing;
using static Serverless.Payments.Tests.Approvals.StandIns.StandInWorld;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.Approvals.StandIns;

[Trait("Req", "UPI-7")]
public sealed class EscalationTests : IAsyncLifetime
{
    private static readonly Caller Boss = Staff("boss", Role.Coordinator);
    private PaymentsWorld world = null!;

    public async Task InitializeAsync()
    {
        world = await CreateAsync();
        await AddUsersAsync(world);
    }

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task The_superior_sees_and_decides_what_was_escalated_and_nothing_before()
    {
        var (payment, other) = (await world.SubmitAsync(Claim()), await world.SubmitAsync(Claim(fromDay: 9, toDay: 10)));
        Assert.Null(await world.Application.Queries.FindAsync(Boss, payment.Id));

        Assert.Equal(["boss"], await world.Application.Escalations.EscalateAsync(payment.Id, payment.Version));
        Assert.Equal(["boss"], await world.Application.Escalations.EscalateAsync(payment.Id, payment.Version));
        Assert.Equal((payment.Status, payment.Version), ((await world.ReadAsync(payment.Id)).Status, (await world.ReadAsync(payment.Id)).Version));
        Assert.Equal([(payment.Id, "coordinator")], await InboxAsync(world, Boss));
        Assert.Null(await world.Application.Queries.FindAsync(Boss, other.Id));
        Assert.Equal("NOT_FOUND", await RefusalAsync(world, other, PaymentAction.Approve, Boss));

        Assert.Equal(PaymentStatus.WaitingDspdApproval, (await world.MoveAsync(payment, PaymentAction.Approve, Boss)).Status);
        Assert.Equal(("boss", "coordinator"), ((await world.HistoryAsync(payment))[^1].By, (await world.HistoryAsync(payment))[^1].OnBehalfOf));
        Assert.Empty((await world.Tables.QueryAsync(Payments.Tables.PaymentIndex, PaymentIndex.EscalationPartition("boss"), Storage.RowRange.All)).Rows);
    }

    [Fact]
    public async Task It_is_over_once_the_payment_moves_on_and_does_nothing_for_one_that_has()
    {
        var payment = await world.SubmitAsync(Claim());
        await world.Application.Escalations.EscalateAsync(payment.Id, payment.Version);
        var moved = await world.MoveAsync(payment, PaymentAction.Approve, Coordinator);

        Assert.Empty(await InboxAsync(world, Boss));
        Assert.Null(await world.Application.Queries.FindAsync(Boss, payment.Id));
        Assert.Null(await world.Application.Escalations.FindAsync(moved));
        Assert.Empty(await world.Application.Escalations.EscalateAsync(payment.Id, payment.Version));
        Assert.Equal(["manager"], await world.Application.Escalations.EscalateAsync(moved.Id, moved.Version));
        Assert.Empty(await world.Application.Escalations.EscalateAsync("unknown", 1));
    }

    [Fact]
    public async Task It_goes_to_no_superior_who_is_gone_or_acted_before_and_to_nobody_where_nobody_stands_above()
    {
        var payment = await world.SubmitAsync(Claim());
        await PutAsync(world, New("boss", Role.Coordinator) with { Active = false });
        Assert.Empty(await world.Application.Escalations.EscalateAsync(payment.Id, payment.Version));
        await PutAsync(world, New("boss", Role.Coordinator));
        await PutAsync(world, New("technician", Role.Technician) with { Superior = "boss" });
        await PutAsync(world, New("technician2", Role.Technician));
        await world.Application.Escalations.EscalateAsync(payment.Id, payment.Version);
        var moved = await world.MoveAsync(payment, PaymentAction.Approve, Boss);

        Assert.Empty(await world.Application.Escalations.EscalateAsync(moved.Id, moved.Version));
        Assert.Equal("SEGREGATION", await SegregatedAsync(moved));
    }

    [Fact]
    public async Task A_superior_who_left_after_it_was_escalated_decides_no_more()
    {
        var payment = await world.SubmitAsync(Claim());
        await world.Application.Escalations.EscalateAsync(payment.Id, payment.Version);
        await PutAsync(world, New("boss", Role.Coordinator) with { Active = false });

        Assert.Equal("WRONG_ROLE", await RefusalAsync(world, payment, PaymentAction.Approve, Boss with { Roles = new HashSet<Role> { Role.Auditor } }));
        Assert.Equal("NOT_FOUND", await RefusalAsync(world, payment, PaymentAction.Approve, Boss));
        Assert.Equal(PaymentStatus.WaitingScApproval, (await world.ReadAsync(payment.Id)).Status);
    }

    [Fact]
    public async Task Rows_of_a_version_that_is_gone_are_swept()
    {
        var payment = await world.SubmitAsync(Claim());
        await new PaymentIndex(world.Tables).AddAsync([PaymentIndex.EscalationKey("boss", payment.Id, 7)], CancellationToken.None);
        Assert.Empty(await InboxAsync(world, Boss));
        Assert.Equal(1, (await world.Application.Repair.RunAsync()).Swept);
    }

    /// <summary>Even a delegation from the technician does not let the superior decide twice.</summary>
    private async Task<string?> SegregatedAsync(Payment payment)
    {
        await DelegateAsync(world, "technician", "boss");
        return await RefusalAsync(world, payment, PaymentAction.Approve, Boss);
    }
}
