using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.ProviderPayments;

[Trait("Req", "CARE-4")]
public sealed class ListProviderPaymentsTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    public async Task The_tabs_show_where_payments_stand_with_what_each_holds()
    {
        var care = await CareMonth.NextAsync(api);
        await care.SignedAsync();
        (await care.PostAsync("provider2", $"{care.Path2}/attendance", care.Sheet())).Is(200);
        var all = await ListAsync(care, "operations", "");
        Assert.Equal(3, all.Items.Count);
        Assert.Equal("""{"all":3,"pendingParent":1,"submitted":1,"authorized":0,"paid":0}""", all.Counts);
        Assert.Equal([care.Path2], (await ListAsync(care, "operations", "&tab=pending-parent")).Items);
        Assert.Equal([care.Path], (await ListAsync(care, "operations", "&tab=submitted")).Items);
        (await care.PostAsync("operations", $"{care.Path}/authorize", null)).Is(200);
        Assert.Equal([care.Path], (await ListAsync(care, "operations", "&tab=authorized")).Items);
        Assert.Empty((await ListAsync(care, "operations", "&tab=submitted&open=true")).Items);
        (await care.PostAsync("operations", $"{care.Path}/hold", """{"question":"Is it right?"}""")).Is(200);
        Assert.Equal([care.Path], (await ListAsync(care, "operations", "&hold=true")).Items);
    }

    [Fact]
    public async Task What_the_caller_may_not_see_is_neither_listed_nor_counted()
    {
        var care = await CareMonth.NextAsync(api);
        Assert.Equal("""{"all":2,"pendingParent":0,"submitted":0,"authorized":0,"paid":0}""", (await ListAsync(care, "parent", "")).Counts);
        Assert.Equal([care.Path2], (await ListAsync(care, "provider2", "")).Items);
        Assert.Equal(2, (await ListAsync(care, "provider", "")).Items.Count);
        Assert.Empty((await ListAsync(care, "coordinator2", "")).Items);
    }

    [Fact]
    public async Task A_tab_is_sorted_searched_and_continued()
    {
        var care = await CareMonth.NextAsync(api);
        var ascending = (await ListAsync(care, "operations", "&sort=provider")).Items;
        Assert.Equal(care.Path2, ascending[^1]);
        Assert.Equal(care.Path2, (await ListAsync(care, "operations", "&sort=-provider")).Items[0]);
        Assert.Equal([care.Path2], (await ListAsync(care, "operations", "&q=basin")).Items);
        var first = await ListAsync(care, "operations", "&sort=provider&top=2");
        var rest = await ListAsync(care, "operations", $"&sort=provider&top=2&after={first.Next}");
        Assert.Equal(ascending, [.. first.Items, .. rest.Items]);
        Assert.Null(rest.Next);
        (await api.GetAsync("operations", $"{CareMonth.Root}?period={care.Period}&sort=child&after={first.Next}")).IsProblem(400, "BAD_AFTER");
    }

    [Theory]
    [InlineData("", "MISSING_QUERY", "period")]
    [InlineData("?period=2026", "BAD_PERIOD", "period")]
    [InlineData("?period=2026-11&tab=done", "BAD_TAB", "tab")]
    [InlineData("?period=2026-11&sort=name", "BAD_SORT", "sort")]
    [InlineData("?period=2026-11&sort=-", "BAD_SORT", "sort")]
    [InlineData("?period=2026-11&hold=yes", "BAD_FLAG", "hold")]
    [InlineData("?period=2026-11&open=1", "BAD_FLAG", "open")]
    [InlineData("?period=2026-11&top=501", "BAD_TOP", "top")]
    [InlineData("?period=2026-11&after=x", "BAD_AFTER", "after")]
    [InlineData("?period=2026-11&status=Paid", "UNKNOWN_QUERY", "status")]
    public async Task What_cannot_be_asked_for_is_400_by_name(string query, string code, string field)
        => Assert.Equal([(code, field)], (await api.GetAsync("operations", CareMonth.Root + query)).IsProblem(400, code).Errors);

    private async Task<(IReadOnlyList<string> Items, string Counts, string? Next)> ListAsync(CareMonth care, string user, string query)
    {
        var page = (await api.GetAsync(user, $"{CareMonth.Root}?period={care.Period}{query}")).Is(200).Json;
        return ([.. page.GetProperty("items").EnumerateArray().Select(item => $"{CareMonth.Root}/{item.GetProperty("id").GetString()}")], page.GetProperty("counts").GetRawText(), page.GetProperty("next").GetString());
    }
}
