using Serverless.Payments.Directory;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Enrollments;

[Trait("Req", "CARE-2")]
public sealed class ListEnrollmentsTests(ApiFixture fixture) : IClassFixture<ApiFixture>, IAsyncLifetime
{
    private const string Body = """{"serviceCode":"SLN","from":"2026-01-01","to":"2026-12-31","scheduledHours":8}""";
    private readonly Api api = fixture.Api;

    public async Task InitializeAsync()
    {
        await api.Application.Directory.PutProviderAsync(new Provider("P-2", "Small", "Here", true));
        foreach (var which in (string[])["P-100/1000000002", "P-100/1000000001", "P-100/1000000003", "P-200/1000000001"])
        {
            (await api.PutAsync("operations", $"/api/enrollments/{which}", Body)).Is(200);
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("operations", "provider=P-100", "1000000001 1000000002 1000000003")]
    [InlineData("auditor", "provider=P-200", "1000000001")]
    [InlineData("admin", "provider=P-2", "")]
    [InlineData("admin", "provider=P-404", "")]
    [InlineData("provider", "", "1000000001 1000000002 1000000003")]
    [InlineData("provider", "provider=P-100&after=1000000001", "1000000002 1000000003")]
    [InlineData("provider", "provider=P-200", "")]
    [InlineData("provider2", "", "1000000001")]
    [InlineData("provider2", "provider=P-2", "")]
    [InlineData("manager", "provider=P-100", "1000000001 1000000002 1000000003")]
    [InlineData("biller", "provider=P-200", "1000000001")]
    [InlineData("parent", "provider=P-100", "1000000001")]
    [InlineData("parent", "provider=P-2", "")]
    [InlineData("coordinator", "provider=P-100", "1000000001 1000000002")]
    [InlineData("coordinator2", "provider=P-100&top=1", "1000000003")]
    public async Task Staff_list_any_providers_children_and_others_those_they_may_see(string user, string query, string children)
    {
        var list = (await api.GetAsync(user, $"/api/enrollments?{query}")).Is(200).Json;
        Assert.Equal(children, string.Join(' ', list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("clientId").GetString())));
        Assert.Null(list.GetProperty("next").GetString());
    }

    [Fact]
    public async Task Pages_lead_through_all_and_each_is_there_once()
    {
        var found = new List<string?>();
        string? next = null;
        for (var page = 0; page == 0 || next is not null; page++)
        {
            Assert.True(page < 10, "The pages do not end.");
            var list = (await api.GetAsync("operations", $"/api/enrollments?provider=P-100&top=2{(next is null ? "" : $"&after={next}")}")).Is(200).Json;
            found.AddRange(list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("clientId").GetString()));
            next = list.GetProperty("next").GetString();
        }

        Assert.Equal(["1000000001", "1000000002", "1000000003"], found);
    }

    [Theory]
    [InlineData("", "MISSING_QUERY")]
    [InlineData("provider=P%20100", "BAD_ID")]
    [InlineData("provider=P-100&client=1", "UNKNOWN_QUERY")]
    [InlineData("provider=P-100&top=0", "BAD_TOP")]
    [InlineData("provider=P-100&after=%7E", "BAD_AFTER")]
    public async Task Query_that_cannot_be_read_is_400(string query, string code)
    {
        (await api.GetAsync("operations", $"/api/enrollments?{query}")).IsProblem(400, code);
        (await api.GetAsync("parent", $"/api/enrollments?{query}")).IsProblem(400, code);
    }
}
