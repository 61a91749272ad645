using System.Text.Json;
using Serverless.Payments.Directory;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Directory;

/// <summary>Providers are found by name and address, and only a Smart Vendor service offers mass payment.</summary>
[Trait("Req", "KEES-1")]
public sealed class ProviderTests(ApiFixture fixture) : IClassFixture<ApiFixture>, IAsyncLifetime
{
    private static readonly ProviderService Smart = new("S-SV", "Work support", "Smart Vendor");
    private static readonly ProviderService Contracted = new("S-SLN", "Supported living", "Contract Service");
    private readonly Api api = fixture.Api;

    public async Task InitializeAsync()
    {
        var directory = api.Application.Directory;
        await directory.PutProviderAsync(new Provider("T-1", "Tamarack Jobs", "7 Orchard Row, Moab", true) { Services = [Contracted, Smart] });
        await directory.PutProviderAsync(new Provider("T-2", "Tamarack Homes", "9 Orchard Row, Moab", true) { Services = [Contracted] });
        await directory.PutProviderAsync(new Provider("T-3", "Old Tamarack", "7 Quarry Lane, Moab", false) { Services = [Smart] });
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("name=tamarack", "T-1 T-2 T-3")]
    [InlineData("name=TAMARACK%20j", "T-1")]
    [InlineData("address=orchard", "T-1 T-2")]
    [InlineData("address=7%20&name=tama", "T-1 T-3")]
    [InlineData("name=nobody", "")]
    public async Task Staff_find_providers_by_any_part_of_name_and_address(string query, string ids)
        => Assert.Equal(ids, string.Join(' ', await IdsAsync("operations", query)));

    [Fact]
    public async Task List_tells_what_a_provider_is_and_whether_it_offers_mass_payment()
    {
        var items = (await api.GetAsync("office", "/api/providers?name=tamarack")).Is(200).Json.GetProperty("items").EnumerateArray().Select(item => item.GetRawText());
        Assert.Equal(
            [
                """{"id":"T-1","name":"Tamarack Jobs","address":"7 Orchard Row, Moab","active":true,"massPayment":true}""",
                """{"id":"T-2","name":"Tamarack Homes","address":"9 Orchard Row, Moab","active":true,"massPayment":false}""",
                """{"id":"T-3","name":"Old Tamarack","address":"7 Quarry Lane, Moab","active":false,"massPayment":false}""",
            ],
            items);
    }

    [Fact]
    public async Task Pages_lead_through_all_that_match_and_each_is_there_once()
    {
        var found = new List<string>();
        string? next = null;
        for (var page = 0; page == 0 || next is not null; page++)
        {
            Assert.True(page < 10, "The pages do not end.");
            var answer = (await api.GetAsync("auditor", $"/api/providers?name=tamarack&top=1{(next is null ? "" : $"&after={next}")}")).Is(200).Json;
            found.AddRange(Ids(answer));
            next = answer.GetProperty("next").GetString();
        }

        Assert.Equal(["T-1", "T-2", "T-3"], found);
    }

    [Fact]
    public async Task Provider_sees_itself_alone_and_others_see_none()
    {
        Assert.Equal(["P-100"], await IdsAsync("provider", "top=500"));
        Assert.Empty(await IdsAsync("provider", "name=tamarack"));
        Assert.Empty(await IdsAsync("provider", "after=P-100"));
        Assert.Empty(await IdsAsync("coordinator", ""));
        Assert.Empty(await IdsAsync("parent", ""));
        (await api.GetAsync("provider", "/api/providers/P-100/services")).Is(200);
        foreach (var user in (string[])["provider", "coordinator", "parent"])
        {
            (await api.GetAsync(user, "/api/providers/T-1/services")).IsProblem(404, "NOT_FOUND");
        }
    }

    [Fact]
    public async Task Services_tell_their_type_and_only_a_smart_vendor_of_an_active_provider_offers_mass_payment()
    {
        var active = (await api.GetAsync("operations", "/api/providers/T-1/services")).Is(200);
        Assert.Equal(
            """{"items":[{"id":"S-SLN","name":"Supported living","type":"Contract Service","massPayment":false},{"id":"S-SV","name":"Work support","type":"Smart Vendor","massPayment":true}]}""",
            active.Body);
        Assert.False((await api.GetAsync("operations", "/api/providers/T-3/services")).Is(200).Json.GetProperty("items")[0].GetProperty("massPayment").GetBoolean());
        (await api.GetAsync("operations", "/api/providers/T-9/services")).IsProblem(404, "NOT_FOUND");
        (await api.GetAsync("operations", "/api/providers/T%7C9/services")).IsProblem(404, "NOT_FOUND");
    }

    [Theory]
    [InlineData("city=Moab", "UNKNOWN_QUERY")]
    [InlineData("top=0", "BAD_TOP")]
    [InlineData("after=%7E", "BAD_AFTER")]
    public async Task Query_that_cannot_be_read_is_400(string query, string code)
        => (await api.GetAsync("operations", $"/api/providers?{query}")).IsProblem(400, code);

    private async Task<IEnumerable<string>> IdsAsync(string user, string query) => Ids((await api.GetAsync(user, $"/api/providers?{query}")).Is(200).Json);

    private static IEnumerable<string> Ids(JsonElement list) => list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!);
}
