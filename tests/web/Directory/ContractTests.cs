using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Directory;

public sealed class ContractTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string Body = """{"rate":25.50,"from":"2026-01-01","to":"2026-12-31","active":true}""";
    private readonly Api api = fixture.Api;

    [Fact]
    public async Task The_admin_sets_our_copy_and_CAPSs_copy_apart()
    {
        Assert.Equal("""{"providerId":"P-200","serviceCode":"SLX","rate":25.50,"from":"2026-01-01","to":"2026-12-31","active":true,"version":1}""", (await api.PutAsync("admin", "/api/contracts/P-200/SLX", Body)).Is(200).Body);
        Assert.Equal("25.50", (await api.GetAsync("provider2", "/api/contracts/P-200/SLX")).Is(200).Json.GetProperty("rate").GetRawText());
        (await api.GetAsync("provider", "/api/contracts/P-200/SLX")).IsProblem(404, "NOT_FOUND");
        (await api.GetAsync("admin", "/api/caps/contracts/P-200/SLX")).IsProblem(404, "NOT_FOUND");
        var held = Body.Replace("true}", "true,\"hold\":true}", StringComparison.Ordinal);
        Assert.Contains("\"hold\":true", (await api.PutAsync("admin", "/api/caps/contracts/P-200/SLX", held)).Is(200).Body, StringComparison.Ordinal);
        Assert.True((await api.GetAsync("admin", "/api/caps/contracts/P-200/SLX")).Is(200).Json.GetProperty("hold").GetBoolean());
    }

    [Theory]
    [InlineData("P-404", Body, 404)]
    [InlineData("P%20100", Body, 400)]
    [InlineData("P-100", """{"rate":-1,"from":"2026-12-31","to":"2026-01-01","active":true}""", 422)]
    [InlineData("P-100", """{"rate":1,"from":"2026-02-30","to":"2026-12-31","active":true}""", 400)]
    [InlineData("P-100", """{"rate":1,"from":"2026-01-01","to":"2026-12-31","active":true,"hold":true}""", 400)]
    [InlineData("P-100", """{"rate":1,"from":"2026-01-01","to":"2026-12-31"}""", 400)]
    public async Task A_contract_that_is_not_in_order_is_refused(string provider, string body, int status)
        => (await api.PutAsync("admin", $"/api/contracts/{provider}/SLN", body)).Is(status);

    [Fact]
    public async Task Without_the_simulator_CAPSs_contracts_are_out_of_reach()
    {
        await using var real = await Api.StartAsync(new ApiOptions { HasSimulator = false });
        (await real.PutAsync("admin", "/api/caps/contracts/P-100/SLN", Body)).IsProblem(409, "NO_SIMULATOR");
    }
}
