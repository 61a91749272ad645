using Serverless.Payments.Codes;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Codes;

/// <summary>The lists that people choose from.</summary>
public sealed class CodeTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    public async Task Tables_are_listed_and_each_is_read_under_its_name()
    {
        var names = (await api.GetAsync("provider", "/api/codes")).Is(200).Json.GetProperty("items").EnumerateArray().Select(name => name.GetString()!).ToList();
        Assert.Equal(["aid-codes", "need-categories", "need-types", "banks", "batch-types", "adjustment-types", "payment-codes"], names);
        foreach (var name in names.Take(CodeTables.All.Count))
        {
            var table = (await api.GetAsync("office", $"/api/codes/{name}")).Is(200);
            Assert.Equal(name, table.Text("table"));
            Assert.Equal(CodeTables.Find(name)!.Entries.Select(entry => entry.Code), table.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("code").GetString()!));
        }
    }

    [Fact]
    [Trait("Req", "KEES-2")]
    public async Task Aid_codes_are_the_two_of_the_page_and_a_need_type_names_its_category()
    {
        Assert.Equal(
            """{"table":"aid-codes","items":[{"code":"ET","meaning":"Payments related to FAET services"},{"code":"TAF Employment Svs","meaning":"Payments related to Work Programs services"}]}""",
            (await api.GetAsync("operations", "/api/codes/aid-codes")).Is(200).Body);
        Assert.All(
            (await api.GetAsync("operations", "/api/codes/need-types")).Is(200).Json.GetProperty("items").EnumerateArray(),
            item => Assert.NotNull(CodeTables.NeedCategories.Find(item.GetProperty("within").GetString())));
    }

    [Fact]
    public async Task Unknown_table_is_404_with_the_names_that_there_are()
        => Assert.Contains("aid-codes, need-categories, need-types", (await api.GetAsync("operations", "/api/codes/colours")).IsProblem(404, "NOT_FOUND").Text("detail"), StringComparison.Ordinal);
}
