using System.Text.Json;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Codes;

/// <summary>The code tables that an admin edits, over HTTP.</summary>
[Trait("Req", "SAN-11")]
public sealed class ValueTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Theory]
    [InlineData("biller")]
    [InlineData("admin")]
    [InlineData("auditor")]
    public async Task Billers_admins_and_auditors_read_the_tables(string user)
    {
        var items = (await api.GetAsync(user, "/api/codes/batch-types")).Is(200).Json.GetProperty("items").EnumerateArray().ToList();
        var takeback = items.Single(item => item.GetProperty("code").GetString() == "TB");
        Assert.Equal("""{"code":"TB","meaning":"Take Back","name":"Take Back","version":1,"retired":false,"inUse":false,"applyAs":["Cash"],"takeback":true}""", takeback.GetRawText());
    }

    [Fact]
    public async Task An_entry_is_made_changed_retired_and_removed_and_its_history_tells_it()
    {
        var made = (await api.PutAsync("admin", "/api/codes/banks/web-1", """{"name":"Web bank"}""")).Is(200);
        Assert.Equal(("WEB-1", "\"1\""), (made.Text("code"), made.ETag));
        (await api.PutAsync("admin", "/api/codes/banks/WEB-1", """{"name":"Web bank","retired":true}""", ("If-Match", made.ETag!))).Is(200);
        (await api.PutAsync("admin", "/api/codes/banks/WEB-1", """{"name":"Other"}""", ("If-Match", made.ETag!))).IsProblem(412, "STALE");
        Assert.DoesNotContain("WEB-1", (await api.GetAsync("biller", "/api/codes/banks")).Is(200).Body, StringComparison.Ordinal);
        Assert.Contains("WEB-1", (await api.GetAsync("biller", "/api/codes/banks?retired=true")).Is(200).Body, StringComparison.Ordinal);
        (await api.SendAsync("admin", HttpMethod.Delete, "/api/codes/banks/WEB-1")).Is(200);
        (await api.SendAsync("admin", HttpMethod.Delete, "/api/codes/banks/WEB-1")).IsProblem(404, "NOT_FOUND");
        var history = (await api.GetAsync("auditor", "/api/codes/banks/WEB-1/history")).Is(200).Json.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal([JsonValueKind.Object, JsonValueKind.Object, JsonValueKind.Null], history.Select(change => change.GetProperty("to").ValueKind));
        (await api.GetAsync("auditor", "/api/codes/banks/NEVER/history")).IsProblem(404, "NOT_FOUND");
    }

    [Fact]
    public async Task An_entry_in_use_is_not_removed()
    {
        (await api.PutAsync("admin", "/api/codes/payment-codes/USED", """{"name":"Used","kind":"overhead","allowsNegative":true}""")).Is(200);
        await api.Application.Values.UseAsync("payment-codes", "USED");
        Assert.Contains("retire it instead", (await api.SendAsync("admin", HttpMethod.Delete, "/api/codes/payment-codes/USED")).IsProblem(409, "CODE_IN_USE").Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_of_the_program_are_not_edited()
    {
        Assert.Contains("banks", (await api.PutAsync("admin", "/api/codes/aid-codes/ET", """{"name":"x"}""")).IsProblem(409, "FIXED_TABLE").Text("detail"), StringComparison.Ordinal);
        (await api.SendAsync("admin", HttpMethod.Delete, "/api/codes/aid-codes/ET")).IsProblem(409, "FIXED_TABLE");
        (await api.PutAsync("admin", "/api/codes/colours/RED", """{"name":"x"}""")).IsProblem(404, "NOT_FOUND");
    }

    [Theory]
    [InlineData("banks", """{"name":""}""", 422, "BAD_NAME")]
    [InlineData("banks", """{"name":"x","kind":"Other"}""", 422, "NOT_OF_TABLE")]
    [InlineData("adjustment-types", """{"name":"x","kind":"1"}""", 422, "BAD_KIND")]
    [InlineData("batch-types", """{"name":"x","applyAs":["Gold"]}""", 422, "BAD_APPLY_AS")]
    [InlineData("batch-types", """{"name":"x","applyAs":"Cash"}""", 400, "BAD_BODY")]
    [InlineData("banks", """{}""", 400, "BAD_BODY")]
    public async Task Bad_input_is_refused(string table, string json, int status, string code)
        => (await api.PutAsync("admin", $"/api/codes/{table}/BAD", json)).IsProblem(status, code);

    [Fact]
    public async Task A_retired_that_is_neither_true_nor_false_is_refused()
        => (await api.GetAsync("biller", "/api/codes/banks?retired=yes")).IsProblem(400, "BAD_RETIRED");
}
