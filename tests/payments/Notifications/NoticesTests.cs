using Serverless.Payments.Identity;
using Serverless.Payments.Notifications;
using Serverless.Testing;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.Notifications;

/// <summary>What is told, to whom, and how often.</summary>
[Trait("Req", "KEES-8")]
public sealed class NoticesTests : IAsyncLifetime
{
    private PaymentsWorld world = null!;

    private Notices Notices => world.Application.Notices;

    public async Task InitializeAsync() => world = await CreateAsync();

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task The_same_notice_comes_once_however_often_and_whenever_it_is_told()
    {
        Assert.True(await Notices.TellAsync(To(Role.Office, "a")));
        world.Time.Advance(TimeSpan.FromDays(1));
        Assert.False(await Notices.TellAsync(To(Role.Office, "a")));
        Assert.Single(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Notices.TellAsync(To(Role.Office, "b"))))), told => told);
        Assert.Equal(["a", "b"], (await Notices.ReadAsync(Staff("office", Role.Office))).Items.Select(notice => notice.Id));
    }

    [Fact]
    public async Task Notices_reach_their_role_and_of_the_providers_the_one_that_is_named()
    {
        await Notices.TellAsync(To(Role.Office, "office"));
        await Notices.TellAsync(To(Role.Provider, "one", "P-100"));
        await Notices.TellAsync(To(Role.Provider, "two", "P-200"));
        Assert.Equal("one", Assert.Single((await Notices.ReadAsync(PaymentsWorld.Provider)).Items).Id);
        Assert.Equal("two", Assert.Single((await Notices.ReadAsync(Provider2)).Items).Id);
        Assert.Empty((await Notices.ReadAsync(Staff("admin", Role.Admin))).Items);
        await Assert.ThrowsAsync<ArgumentException>(() => Notices.TellAsync(To(Role.Provider, "nobody")));
        await Assert.ThrowsAsync<ArgumentException>(() => Notices.TellAsync(To(Role.Office, "somebody", "P-100")));
    }

    [Fact]
    public async Task Pages_of_several_roles_come_oldest_first_and_miss_nothing_that_comes_between()
    {
        var both = new Caller("both", new HashSet<Role> { Role.Office, Role.Manager });
        for (var number = 1; number <= 5; number++)
        {
            await Notices.TellAsync(To(number % 2 == 0 ? Role.Office : Role.Manager, $"{number}"));
            world.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var first = await Notices.ReadAsync(both, top: 2);
        await Notices.TellAsync(To(Role.Office, "late"));
        var second = await Notices.ReadAsync(both, first.Next, 3);
        var third = await Notices.ReadAsync(both, second.Next, 3);
        Assert.Equal(["1", "2", "3", "4", "5", "late"], first.Items.Concat(second.Items).Concat(third.Items).Select(notice => notice.Id));
        Assert.Null(third.Next);
    }

    [Fact]
    public async Task Pages_of_the_latest_come_newest_first_of_all_roles_and_miss_nothing_however_far_back()
    {
        var both = new Caller("both", new HashSet<Role> { Role.Office, Role.Manager });
        for (var number = 1; number <= 9; number++)
        {
            await Notices.TellAsync(To(number % 2 == 0 ? Role.Office : Role.Manager, $"{number}"));
            world.Time.Advance(TimeSpan.FromDays(number * number));
        }

        var seen = new List<string>();
        string? before = null;
        do
        {
            var page = await Notices.ReadLatestAsync(both, before, 2);
            Assert.InRange(page.Items.Count, 1, 2);
            seen.AddRange(page.Items.Select(notice => notice.Id));
            before = page.Next;
        }
        while (before is not null);
        Assert.Equal(["9", "8", "7", "6", "5", "4", "3", "2", "1"], seen);
        Assert.Equal(["9", "8", "7"], (await Notices.ReadLatestAsync(both, null, 3)).Items.Select(notice => notice.Id));
        Assert.Empty((await Notices.ReadLatestAsync(Staff("admin", Role.Admin))).Items);
    }

    private static Notice To(Role role, string id, string? provider = null) => new(id, role, provider, "Subject", "Text", "about", default);
}
