using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Enrollments;

/// <summary>Operations says which child is in which provider's care; whoever may see the child or is the provider reads it (CARE-2).</summary>
[Trait("Req", "CARE-2")]
public sealed class EnrollmentTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string Body = """{"serviceCode":"SLN","from":"2026-01-01","to":"2026-12-31","scheduledHours":7.75}""";
    private readonly Api api = fixture.Api;

    [Fact]
    public async Task Operations_sets_an_enrolment_and_only_those_concerned_read_it()
    {
        var path = $"/api/enrollments/P-200/{Agency.Client}";
        var put = (await api.PutAsync("operations", path, Body)).Is(200);
        Assert.Equal($$"""{"providerId":"P-200","clientId":"{{Agency.Client}}","serviceCode":"SLN","from":"2026-01-01","to":"2026-12-31","scheduledHours":7.75,"version":1}""", put.Body);
        foreach (var user in (string[])["provider2", "parent", "coordinator", "operations", "technician", "auditor", "admin", "biller"])
        {
            Assert.Equal((put.Body, "\"1\""), ((await api.GetAsync(user, path)).Is(200).Body, (await api.GetAsync(user, path)).ETag));
        }

        foreach (var user in (string[])["provider", "coordinator2"])
        {
            (await api.GetAsync(user, path)).IsProblem(404, "NOT_FOUND");
        }

        var other = await api.AddClientAsync();
        (await api.PutAsync("operations", $"/api/enrollments/P-200/{other}", Body)).Is(200);
        (await api.GetAsync("parent", $"/api/enrollments/P-200/{other}")).IsProblem(404, "NOT_FOUND");
    }

    [Theory]
    [InlineData("P-200/9999999999")]
    [InlineData("P-200/1")]
    [InlineData("P-404/1000000002")]
    [InlineData("P%20200/1000000002")]
    [InlineData("P-200/1000000002")]
    public async Task What_is_not_there_is_404(string which)
        => (await api.GetAsync("operations", $"/api/enrollments/{which}")).IsProblem(404, "NOT_FOUND");

    [Theory]
    [InlineData("0.05", "0.05")]
    [InlineData("8", "8")]
    [InlineData("24.00", "24")]
    [InlineData("0.1", "0.1")]
    public async Task Hours_come_to_whole_minutes(string hours, string answered)
    {
        var path = $"/api/enrollments/P-100/{await api.AddClientAsync()}";
        Assert.Equal(answered, (await api.PutAsync("operations", path, Body.Replace("7.75", hours, StringComparison.Ordinal))).Is(200).Json.GetProperty("scheduledHours").GetDecimal().ToString("0.##"));
    }

    [Theory]
    [InlineData("0.01", 422, "NOT_WHOLE_MINUTES")]
    [InlineData("7.333", 422, "NOT_WHOLE_MINUTES")]
    [InlineData("0", 422, "HOURS_OUT_OF_RANGE")]
    [InlineData("-1", 422, "HOURS_OUT_OF_RANGE")]
    [InlineData("24.05", 422, "HOURS_OUT_OF_RANGE")]
    [InlineData("79228162514264337593543950335", 422, "HOURS_OUT_OF_RANGE")]
    [InlineData("1e400", 400, "BAD_VALUE")]
    [InlineData("\"8\"", 400, "BAD_VALUE")]
    [InlineData("null", 400, "NULL")]
    public async Task Hours_that_no_day_has_are_refused(string hours, int status, string code)
    {
        var path = $"/api/enrollments/P-100/{await api.AddClientAsync()}";
        var reply = (await api.PutAsync("operations", path, Body.Replace("7.75", hours, StringComparison.Ordinal))).Is(status);
        Assert.Equal([$"{code} scheduledHours"], Errors(reply));
        (await api.GetAsync("operations", path)).Is(404);
    }

    [Fact]
    public async Task Every_fault_of_a_change_is_told_at_once()
    {
        var reply = await api.PutAsync("operations", "/api/enrollments/P-404/9999999999", """{"serviceCode":"S N","from":"2026-12-31","to":"2026-01-01","scheduledHours":25}""");
        reply.IsProblem(422, "INVALID");
        Assert.Equal(["UNKNOWN_PROVIDER providerId", "UNKNOWN_CLIENT clientId", "BAD_ID serviceCode", "DATES_REVERSED to", "HOURS_OUT_OF_RANGE scheduledHours"], Errors(reply));

        var unaddressed = await api.PutAsync("operations", "/api/enrollments/P%20100/1", Body);
        unaddressed.IsProblem(400, "BAD_ID");
        Assert.Equal(["BAD_ID providerId", "BAD_CLIENT_ID clientId"], Errors(unaddressed));
        Assert.Equal(["MISSING_FIELD scheduledHours"], Errors((await api.PutAsync("operations", $"/api/enrollments/P-100/{Agency.Client}", """{"serviceCode":"SLN","from":"2026-01-01","to":"2026-12-31"}""")).Is(400)));
    }

    [Fact]
    public async Task A_change_insists_on_the_version_that_was_seen_and_a_repeated_one_undoes_nothing()
    {
        var path = $"/api/enrollments/P-100/{await api.AddClientAsync()}";
        (await api.PutAsync("operations", path, Body, ("If-Match", "\"1\""))).IsProblem(412, "STALE");
        var first = (await api.PutAsync("operations", path, Body, ("Idempotency-Key", "enrol-once"))).Is(200);
        var shorter = Body.Replace("7.75", "4", StringComparison.Ordinal);
        Assert.Equal("\"2\"", (await api.PutAsync("operations", path, shorter, ("If-Match", first.ETag!))).Is(200).ETag);
        (await api.PutAsync("operations", path, Body, ("If-Match", first.ETag!))).IsProblem(412, "STALE");

        Assert.Equal(first.Body, (await api.PutAsync("operations", path, Body, ("Idempotency-Key", "enrol-once"))).Is(200).Body);
        Assert.Equal(4, (await api.GetAsync("operations", path)).Json.GetProperty("scheduledHours").GetDecimal());
    }

    private static IEnumerable<string> Errors(Reply reply)
        => reply.Json.GetProperty("errors").EnumerateArray().Select(error => $"{error.GetProperty("code").GetString()} {error.GetProperty("field").GetString()}");
}
