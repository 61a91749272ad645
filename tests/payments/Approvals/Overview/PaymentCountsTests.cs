using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Testing;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.Approvals.Overview;

public sealed class PaymentCountsTests : IAsyncLifetime
{
    private PaymentsWorld world = null!;

    public async Task InitializeAsync() => world = await CreateAsync();

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task What_waits_is_counted_by_status_week_and_age()
    {
        var denied = await world.SubmitAsync(Claim(units: 1));
        await world.SubmitAsync(Claim(units: 1, fromDay: 7, toDay: 7));
        world.Time.Advance(TimeSpan.FromDays(3));
        await world.SubmitAsync(Claim(units: 1, fromDay: 8, toDay: 8));
        await world.MoveAsync(denied, PaymentAction.Deny, Coordinator);

        var counted = await world.Application.Counts.ReadAsync();

        Assert.Equal((2, 1, 0), (counted.ByStatus[PaymentStatus.WaitingScApproval], counted.ByStatus[PaymentStatus.DeniedBySc], counted.ByStatus[PaymentStatus.Error]));
        Assert.Empty(counted.Older);
        Assert.Equal(1, counted.ByWeek[(new DateOnly(2026, 11, 16), PaymentStatus.WaitingScApproval)]);
        Assert.Equal(1, counted.ByWeek[(new DateOnly(2026, 11, 23), PaymentStatus.WaitingScApproval)]);
        Assert.Equal(1, counted.ByWeek[(new DateOnly(2026, 11, 23), PaymentStatus.DeniedBySc)]);
        Assert.Equal(1, counted.WaitingSince[(PaymentStatus.WaitingScApproval, 0)]);
        Assert.Equal(1, counted.WaitingSince[(PaymentStatus.WaitingScApproval, 2)]);
    }

    [Fact]
    public async Task A_count_is_kept_for_a_quarter_of_a_minute()
    {
        Assert.Equal(0, (await world.Application.Counts.ReadAsync()).ByStatus[PaymentStatus.WaitingScApproval]);
        await world.SubmitAsync(Claim());
        Assert.Equal(0, (await world.Application.Counts.ReadAsync()).ByStatus[PaymentStatus.WaitingScApproval]);
        world.Time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(1, (await world.Application.Counts.ReadAsync()).ByStatus[PaymentStatus.WaitingScApproval]);
    }

    [Fact]
    public async Task What_is_final_is_counted_over_twelve_weeks_and_said_to_be_more_where_it_is()
    {
        await DenyAsync(2);
        Assert.Equal(1, await DeniedAsync());

        // Its week is settled now, and what comes after is added to it.
        world.Time.Advance(TimeSpan.FromDays(21));
        await DenyAsync(3);
        Assert.Equal(2, await DeniedAsync());
        world.Time.Advance(TimeSpan.FromDays(14));
        Assert.Equal(2, await DeniedAsync());
        Assert.Empty((await world.Application.Counts.ReadAsync()).Older);

        world.Time.Advance(TimeSpan.FromDays(7 * 9));
        Assert.Equal(1, await DeniedAsync());
        Assert.Equal([PaymentStatus.DeniedBySc], (await world.Application.Counts.ReadAsync()).Older);
    }

    [Fact]
    public async Task A_list_is_counted_by_status_within_its_filter_and_the_callers_sight()
    {
        await DenyAsync(2);
        await world.SubmitAsync(Claim(units: 1, fromDay: 3, toDay: 3));
        await world.SubmitAsync(Claim(units: 1, fromDay: 4, toDay: 4, client: OtherClientId));
        var queries = world.Application.Queries;
        var parent = new Caller("parent", new HashSet<Role> { Role.Parent }, null, new HashSet<string> { OtherClientId });

        Assert.Equal((2, 1), await CountAsync(Operations, new PaymentFilter(PaymentStatus.DeniedBySc)));
        Assert.Equal((1, 1), await CountAsync(Operations, new PaymentFilter(Client: ClientId)));
        Assert.Equal((2, 1), await CountAsync(Operations, new PaymentFilter(Period: "2026-11")));
        Assert.Equal((0, 0), await CountAsync(Operations, new PaymentFilter(Text: "nothing")));
        Assert.Equal((1, 0), await CountAsync(parent, new PaymentFilter()));
        Assert.Equal((0, 0), await CountAsync(Provider2, new PaymentFilter()));
        Assert.Equal((0, 0), await CountAsync(Provider2, new PaymentFilter(Provider: "P-100")));
        Assert.Equal([PaymentStatus.WaitingScApproval], (await queries.CountAsync(Operations, new PaymentFilter(), 1)).Cut);
        Assert.Contains(PaymentStatus.PaidByCaps, (await queries.CountAsync(Operations, new PaymentFilter(Provider: "P-100"), 1)).Cut);
    }

    private async Task<(int Waiting, int Denied)> CountAsync(Caller caller, PaymentFilter filter)
    {
        var counted = await world.Application.Queries.CountAsync(caller, filter, 100);
        Assert.Empty(counted.Cut);
        return (counted.Counts[PaymentStatus.WaitingScApproval], counted.Counts[PaymentStatus.DeniedBySc]);
    }

    private async Task<int> DeniedAsync()
    {
        world.Time.Advance(TimeSpan.FromSeconds(15));
        return (await world.Application.Counts.ReadAsync()).ByStatus[PaymentStatus.DeniedBySc];
    }

    private async Task DenyAsync(int day)
        => await world.MoveAsync(await world.SubmitAsync(Claim(units: 1, fromDay: day, toDay: day)), PaymentAction.Deny, Coordinator);
}
