using System.Text.Json;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Payments;

public sealed class ListPaymentsTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Theory]
    [InlineData("provider", true)]
    [InlineData("provider2", false)]
    [InlineData("coordinator", true)]
    [InlineData("coordinator2", false)]
    [InlineData("parent", true)]
    [InlineData("technician", true)]
    [InlineData("auditor", true)]
    public async Task A_payment_is_there_for_who_may_see_it_and_for_nobody_else(string user, bool isVisible)
    {
        // The parent's child is the one client that all rows of this test share; days keep their payments apart.
        var made = (await api.PostAsync("provider", "/api/payments", Calls.Facts(Agency.Client, 1))).Is(201);
        var id = made.Text("id");

        Assert.Equal(isVisible ? 200 : 404, (await api.GetAsync(user, $"/api/payments/{id}")).Status);
        Assert.Equal(isVisible ? 200 : 404, (await api.GetAsync(user, $"/api/payments/{id}/history")).Status);
        string[] filters = [$"client={Agency.Client}", "provider=P-100", $"q={id}", "period=2026-11", $"status={Uri.EscapeDataString(made.Text("status"))}", "top=500"];
        foreach (var filter in filters)
        {
            Assert.Equal(isVisible, Ids(await api.GetAsync(user, $"/api/payments?top=500&{filter}".Replace("top=500&top=500", "top=500", StringComparison.Ordinal))).Contains(id));
        }
    }

    [Fact]
    public async Task A_list_continues_where_the_page_before_ended()
    {
        var client = await api.AddClientAsync();
        List<string> made = [];
        for (var day = 1; day <= 5; day++)
        {
            made.Add(await api.SubmitAsync(client, 1, $"2026-11-0{day}"));
        }

        List<string> seen = [];
        string? next = null;
        do
        {
            var page = (await api.GetAsync("operations", $"/api/payments?client={client}&top=2{(next is null ? "" : $"&after={Uri.EscapeDataString(next)}")}")).Is(200);
            Assert.InRange(Ids(page).Count, 1, 2);
            seen.AddRange(Ids(page));
            next = page.Json.GetProperty("next").GetString();
        }
        while (next is not null);
        Assert.Equal(made.Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("status=Waiting", "BAD_STATUS", "status")]
    [InlineData("period=2026-13", "BAD_PERIOD", "period")]
    [InlineData("period=2026-11-01", "BAD_PERIOD", "period")]
    [InlineData("top=0", "BAD_TOP", "top")]
    [InlineData("top=501", "BAD_TOP", "top")]
    [InlineData("top=1.5", "BAD_TOP", "top")]
    [InlineData("after=%00", "BAD_AFTER", "after")]
    [InlineData("after=a%2Fb", "BAD_AFTER", "after")]
    [InlineData("client=12", "BAD_CLIENT_ID", "client")]
    [InlineData("provider=a%23b", "BAD_ID", "provider")]
    [InlineData("Status=Error", "UNKNOWN_QUERY", "Status")]
    [InlineData("sort=amount", "UNKNOWN_QUERY", "sort")]
    [InlineData("q=a&q=b", "DUPLICATE_QUERY", "q")]
    public async Task A_query_that_means_nothing_is_refused_and_named(string query, string code, string field)
        => Assert.Equal([(code, field)], (await api.GetAsync("operations", $"/api/payments?{query}")).IsProblem(400, code).Errors);

    [Fact]
    public async Task An_empty_list_says_that_nothing_follows()
    {
        var reply = (await api.GetAsync("operations", $"/api/payments?client={await api.AddClientAsync()}")).Is(200);
        Assert.Equal("""{"items":[],"next":null}""", reply.Body);
    }

    private static List<string> Ids(Reply reply) => [.. reply.Is(200).Json.GetProperty("items").EnumerateArray().Select(IdOf)];

    private static string IdOf(JsonElement payment) => payment.GetProperty("id").GetString()!;
}
