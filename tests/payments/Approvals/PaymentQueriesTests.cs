using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Testing;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.Approvals;

public sealed class PaymentQueriesTests : IAsyncLifetime
{
    private PaymentsWorld world = null!;
    private List<Payment> made = null!;

    public async Task InitializeAsync()
    {
        world = await CreateAsync();
        made = [];
        for (var day = 1; day <= 9; day++)
        {
            world.Time.SetUtcNow(world.Time.GetUtcNow().AddMinutes(1));
            made.Add(await world.SubmitAsync(Claim(units: 1, fromDay: day, toDay: day, client: day % 3 == 0 ? OtherClientId : ClientId)));
        }

        world.Time.SetUtcNow(world.Time.GetUtcNow().AddMinutes(1));
        await world.MoveAsync(made[0], PaymentAction.Approve, Coordinator);
        await world.MoveAsync(made[1], PaymentAction.Deny, Coordinator);
    }

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(500)]
    public async Task Pages_of_any_size_show_each_payment_once(int top)
    {
        foreach (var filter in new[] { new PaymentFilter(), new(PaymentStatus.WaitingScApproval), new(Provider: "P-100"), new(Client: ClientId), new(Period: "2026-11"), new(Text: OtherClientId) })
        {
            var seen = new List<string>();
            string? after = null;
            do
            {
                var page = await world.Application.Queries.ListAsync(Operations, filter, after, top);
                Assert.InRange(page.Items.Count, 0, top);
                seen.AddRange(page.Items.Select(payment => payment.Id));
                after = page.Next;
            }
            while (after is not null);

            var expected = (await Task.WhenAll(made.Select(payment => world.ReadAsync(payment.Id)))).Where(filter.Matches).Select(payment => payment.Id);
            Assert.Equal(expected.Order(), seen.Order());
        }
    }

    [Theory]
    [InlineData("a")]
    [InlineData("zzz")]
    [InlineData("guard")]
    public async Task A_place_that_no_page_gave_shows_payments_or_nothing(string after)
        => Assert.All((await world.Application.Queries.ListAsync(Operations, new PaymentFilter(Client: ClientId), after)).Items, payment => Assert.Equal(ClientId, payment.Facts.ClientId));

    [Fact]
    public async Task The_latest_of_a_client_are_the_latest_of_all_and_a_bound_that_was_met_is_told()
    {
        world.Time.SetUtcNow(world.Time.GetUtcNow().AddMinutes(1));
        await world.MoveAsync(made[3], PaymentAction.Deny, Coordinator);
        var latest = await world.Application.Queries.LatestOfClientAsync(Operations, ClientId, 3);
        Assert.Equal([made[3].Id, made[1].Id, made[0].Id], latest.Items.Take(1).Concat(latest.Items.Skip(1).OrderByDescending(payment => payment.Facts.ServiceFrom)).Select(payment => payment.Id));
        Assert.False(latest.IsCut);
        Assert.Equal(6, (await world.Application.Queries.LatestOfClientAsync(Operations, ClientId, 20)).Items.Count);
        Assert.False((await world.Application.Queries.LatestOfClientAsync(Operations, ClientId, 3, 6)).IsCut);
        Assert.True((await world.Application.Queries.LatestOfClientAsync(Operations, ClientId, 3, 5)).IsCut);
        Assert.Empty((await world.Application.Queries.LatestOfClientAsync(Provider2, ClientId, 3)).Items);
    }

    [Fact]
    public async Task The_inbox_holds_what_waits_for_the_caller_oldest_first()
    {
        var inbox = await world.Application.Inbox.ReadAsync(Coordinator, null, 100);
        Assert.Equal(made.Skip(2).Select(payment => payment.Id), inbox.Items.Select(payment => payment.Id));
        Assert.Equal([made[0].Id], (await world.Application.Inbox.ReadAsync(Technician, null, 100)).Items.Select(payment => payment.Id));
        Assert.Empty((await world.Application.Inbox.ReadAsync(Coordinator2, null, 100)).Items);
        Assert.Empty((await world.Application.Inbox.ReadAsync(PaymentsWorld.Provider, null, 100)).Items);
    }

    [Fact]
    [Trait("Req", "UPI-7")]
    public async Task The_inbox_leaves_out_what_segregation_keeps_from_the_caller()
    {
        var both = new Caller("coordinator", new HashSet<Role> { Role.Technician });
        Assert.Empty((await world.Application.Inbox.ReadAsync(both, null, 100)).Items);
    }

    [Fact]
    public async Task A_parent_sees_the_payments_of_the_own_child_alone()
    {
        var parent = new Caller("parent", new HashSet<Role> { Role.Parent }, null, new HashSet<string> { OtherClientId });
        var page = await world.Application.Queries.ListAsync(parent, new PaymentFilter());
        Assert.Equal(3, page.Items.Count);
        Assert.All(page.Items, payment => Assert.Equal(OtherClientId, payment.Facts.ClientId));
    }

    [Fact]
    public async Task A_row_of_the_index_that_is_behind_its_record_shows_nothing()
    {
        var stale = made[2] with { StatusSince = made[2].StatusSince.AddMinutes(-30) };
        await new PaymentIndex(world.Tables).AddAsync([PaymentIndex.StatusKey(stale), PaymentIndex.StatusKey(stale with { Status = PaymentStatus.PaidByCaps })], CancellationToken.None);

        Assert.Empty((await world.Application.Queries.ListAsync(Operations, new PaymentFilter(PaymentStatus.PaidByCaps))).Items);
        Assert.Equal(7, (await world.Application.Queries.ListAsync(Operations, new PaymentFilter(PaymentStatus.WaitingScApproval))).Items.Count);
    }
}
