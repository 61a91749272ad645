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

    [Fact]
    [Trait("Req", "CARE-4")]
    public async Task Generated_periods_are_listed_for_everybody_and_how_they_stand_for_those_who_look_after_them()
    {
        await using var own = await Api.StartAsync();
        CareMonth[] months = [await CareMonth.NextAsync(own), await CareMonth.NextAsync(own), await CareMonth.NextAsync(own)];
        var periods = months.Select(care => care.Period).Order(StringComparer.Ordinal).ToList();
        foreach (var user in (string[])["operations", "auditor", "admin"])
        {
            var items = (await own.GetAsync(user, "/api/service-periods")).Is(200).Json.GetProperty("items");
            Assert.Equal(periods.Select(period => $"{period} Completed 1 3 1"), items.EnumerateArray().Select(Line));
        }

        foreach (var user in (string[])["provider", "parent", "coordinator2", "manager"])
        {
            Assert.Equal($$"""{"items":[{{string.Join(',', periods.Select(period => $$"""{"period":"{{period}}"}"""))}}],"next":null}""", (await own.GetAsync(user, "/api/service-periods")).Is(200).Body);
        }

        var first = (await own.GetAsync("parent", "/api/service-periods?top=2")).Is(200);
        Assert.Equal(periods[1], first.Text("next"));
        Assert.Equal($$"""{"items":[{"period":"{{periods[2]}}"}],"next":null}""", (await own.GetAsync("parent", $"/api/service-periods?top=2&after={first.Text("next")}")).Is(200).Body);
        (await own.GetAsync("parent", "/api/service-periods?after=2026-13")).IsProblem(400, "BAD_AFTER");
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

    private static string Line(System.Text.Json.JsonElement item)
        => $"{item.GetProperty("period").GetString()} {item.GetProperty("status").GetString()} {item.GetProperty("number").GetInt32()} {item.GetProperty("created").GetInt32()} {item.GetProperty("version").GetInt32()}";

    private static (string Period, string Status, int Number, int Created, int Existing, int Skipped) Counts(Reply reply)
    {
        int Number(string name) => reply.Json.GetProperty(name).GetInt32();
        return (reply.Text("period"), reply.Text("status"), Number("number"), Number("created"), Number("existing"), Number("skipped"));
    }
}
