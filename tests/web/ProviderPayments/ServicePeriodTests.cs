using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.ProviderPayments;

[Trait("Req", "CARE-2")]
public sealed class ServicePeriodTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    public async Task A_period_is_generated_and_generated_again_without_effect()
    {
        var care = await CareMonth.NextAsync(api);
        var first = (await api.GetAsync("auditor", $"/api/service-periods/{care.Period}")).Is(200);
        Assert.Equal((care.Period, "Completed", 1, 3, 0, 0), Counts(first));
        Assert.Equal((care.Period, "Completed", 2, 0, 3, 0), Counts(await care.GeneratedAsync()));
    }

    [Fact]
    public async Task The_same_key_generates_once()
    {
        var care = await CareMonth.NextAsync(api);
        var path = $"/api/service-periods/{care.Period}/generate";
        var first = await api.PostAsync("operations", path, null, ("Idempotency-Key", care.Period));
        Assert.Equal(first.Body, (await api.PostAsync("operations", path, null, ("Idempotency-Key", care.Period))).Body);
        Assert.Equal(2, (await api.GetAsync("operations", $"/api/service-periods/{care.Period}")).Json.GetProperty("number").GetInt32());
    }

    [Theory]
    [InlineData("2026-13", 400, "BAD_PERIOD")]
    [InlineData("november", 400, "BAD_PERIOD")]
    [InlineData("2027-01", 422, "PERIOD_TOO_FAR")]
    public async Task A_period_that_cannot_be_generated_is_refused(string period, int status, string code)
    {
        (await api.PostAsync("operations", $"/api/service-periods/{period}/generate", null)).IsProblem(status, code);
        (await api.GetAsync("operations", $"/api/service-periods/{period}")).IsProblem(404, "NOT_FOUND");
    }

    private static (string Period, string Status, int Number, int Created, int Existing, int Skipped) Counts(Reply reply)
    {
        int Number(string name) => reply.Json.GetProperty(name).GetInt32();
        return (reply.Text("period"), reply.Text("status"), Number("number"), Number("created"), Number("existing"), Number("skipped"));
    }
}
