using Serverless.Payments.Directory;
using Serverless.Payments.Identity;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Lists;
using static Serverless.Payments.Tests.ProviderPayments.Lists.ListedSample;

namespace Serverless.Payments.Tests.ProviderPayments.Lists;

/// <summary>What a caller may not see is in no list, no count and no search.</summary>
[Trait("Req", "CARE-4")]
public sealed class ListedVisibilityTests : IAsyncLifetime
{
    private static readonly Caller Coordinator = new("coordinator", new HashSet<Role> { Role.Coordinator });
    private static readonly Caller Coordinator2 = new("coordinator2", new HashSet<Role> { Role.Coordinator });
    private readonly PagesWorld world = new();

    public async Task InitializeAsync()
    {
        for (var child = 0; child < 4; child++)
        {
            await world.Directory.PutClientAsync(new Client(ChildId(child), "Ada", "Lopez", Active: true, child < 3 ? "coordinator" : "coordinator2"));
        }

        // Two providers, one payment of each for every child; the child with number 4 is not in the directory.
        await world.ShowAsync([.. Enumerable.Range(0, 10).Select(number => Item(number, 1, SubmissionStatus.ReadyForParent) with
        {
            ClientId = ChildId(number / 2),
            ProviderId = number % 2 == 0 ? "P-100" : "P-200",
        })]);
    }

    public Task DisposeAsync()
    {
        world.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData(Role.Technician)]
    [InlineData(Role.Ofo)]
    [InlineData(Role.Operations)]
    [InlineData(Role.Manager)]
    [InlineData(Role.Office)]
    [InlineData(Role.Biller)]
    [InlineData(Role.Auditor)]
    [InlineData(Role.Admin)]
    public async Task Staff_see_all(Role role) => await AssertSeesAsync(new("x", new HashSet<Role> { role }), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);

    [Fact]
    public async Task A_provider_sees_its_own()
    {
        await AssertSeesAsync(new("provider", new HashSet<Role> { Role.Provider }, "P-100"), 0, 2, 4, 6, 8);
        await AssertSeesAsync(new("provider", new HashSet<Role> { Role.Provider }));
        await AssertSeesAsync(new("provider", new HashSet<Role> { Role.Parent }, "P-100"));
    }

    [Fact]
    public async Task A_parent_sees_the_own_children()
    {
        await AssertSeesAsync(new("parent", new HashSet<Role> { Role.Parent }, null, new HashSet<string> { ChildId(1), ChildId(4) }), 2, 3, 8, 9);
        await AssertSeesAsync(new("parent", new HashSet<Role> { Role.Parent }));
        await AssertSeesAsync(new("parent", new HashSet<Role> { Role.Provider }, null, new HashSet<string> { ChildId(1) }));
    }

    [Fact]
    public async Task A_coordinator_sees_the_own_clients()
    {
        await AssertSeesAsync(Coordinator, 0, 1, 2, 3, 4, 5);
        await AssertSeesAsync(Coordinator2, 6, 7);
        await AssertSeesAsync(new("coordinator", new HashSet<Role> { Role.Parent }));
    }

    [Fact]
    public async Task A_child_that_is_handed_over_is_gone_at_once_for_one_coordinator_and_there_a_minute_later_for_the_other()
    {
        await AssertSeesAsync(Coordinator, 0, 1, 2, 3, 4, 5);
        await AssertSeesAsync(Coordinator2, 6, 7);

        await world.Directory.PutClientAsync(new Client(ChildId(0), "Ada", "Lopez", Active: true, "coordinator2"));

        await AssertSeesAsync(Coordinator, 2, 3, 4, 5);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await AssertSeesAsync(Coordinator2, 0, 1, 6, 7);
    }

    [Fact]
    public async Task A_coordinator_sees_a_child_as_soon_as_the_directory_has_it()
    {
        await AssertSeesAsync(Coordinator2, 6, 7);
        await world.Directory.PutClientAsync(new Client(ChildId(4), "Ada", "Lopez", Active: true, "coordinator2"));
        await AssertSeesAsync(Coordinator2, 6, 7, 8, 9);
    }

    [Fact]
    public async Task Who_has_several_roles_sees_what_any_of_them_shows()
        => await AssertSeesAsync(
            new("coordinator2", new HashSet<Role> { Role.Coordinator, Role.Parent, Role.Provider }, "P-100", new HashSet<string> { ChildId(4) }), 0, 2, 4, 6, 7, 8, 9);

    private async Task AssertSeesAsync(Caller caller, params int[] numbers)
    {
        var page = await world.ListAsync(new(Period, PaymentTab.PendingParent), caller);
        Assert.Equal(numbers, page.Items.Select(item => int.Parse(item.Id[3..])));
        Assert.Equal(new TabCounts(numbers.Length, numbers.Length, 0, 0, 0), page.Counts);
        Assert.Equal(numbers, (await world.ListAllAsync(new(Period, Search: "lopez"), 2, caller: caller)).Select(item => int.Parse(item.Id[3..])));
    }

    private static string ChildId(int number) => $"{3_000_000_000L + number}";
}
