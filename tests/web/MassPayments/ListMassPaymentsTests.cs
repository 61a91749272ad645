using System.Text.Json;
using Serverless.Payments.Directory;
using Serverless.Web.Tests.Hosting;
using static Serverless.Web.Tests.MassPayments.MassCalls;

namespace Serverless.Web.Tests.MassPayments;

public sealed class ListMassPaymentsTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    public async Task Mass_payments_are_listed_by_status_and_provider_without_entries_page_by_page()
    {
        await api.Application.Directory.PutProviderAsync(new Provider("P-902", "Canyon Works", "3 Main Street", Active: true) { Services = [new("S-1", "Work support", "Smart Vendor")] });
        await api.BeginAsync();
        var made = new List<string>();
        for (var number = 0; number < 5; number++)
        {
            made.Add((await api.PostAsync(User, Address, """{"providerId":"P-902","serviceId":"S-1","aidCode":"ET"}""")).Is(201).Text("id"));
        }

        (await api.SendAsync(User, HttpMethod.Delete, $"{Address}/{made[1]}")).Is(200);
        var all = await AllAsync($"{Address}?provider=P-902&top=2");
        Assert.Equal(made, all.Select(page => page.GetProperty("id").GetString()!));
        Assert.All(all, page => Assert.False(page.TryGetProperty("entries", out _)));
        Assert.Equal([made[1]], (await AllAsync($"{Address}?provider=P-902&status=Discarded&top=1")).Select(page => page.GetProperty("id").GetString()!));
        Assert.Equal(4, (await AllAsync($"{Address}?provider=P-902&status=Draft")).Count);
        Assert.True((await AllAsync(Address)).Count >= 6);
    }

    [Theory]
    [InlineData("?status=draft", "BAD_STATUS")]
    [InlineData("?status=1", "BAD_STATUS")]
    [InlineData("?provider=P%20100", "BAD_ID")]
    [InlineData("?top=501", "BAD_TOP")]
    [InlineData("?after=%23", "BAD_AFTER")]
    [InlineData("?client=1000000001", "UNKNOWN_QUERY")]
    public async Task A_filter_that_cannot_be_is_400(string query, string code) => (await api.GetAsync(User, $"{Address}{query}")).IsProblem(400, code);

    private async Task<List<JsonElement>> AllAsync(string path)
    {
        var all = new List<JsonElement>();
        string? next = null;
        do
        {
            var reply = (await api.GetAsync(User, next is null ? path : $"{path}&after={Uri.EscapeDataString(next)}")).Is(200);
            all.AddRange(reply.Json.GetProperty("items").EnumerateArray());
            next = reply.Json.GetProperty("next").GetString();
        }
        while (next is not null);
        return all;
    }
}
