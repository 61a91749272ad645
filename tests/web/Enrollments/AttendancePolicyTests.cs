using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Enrollments;

[Trait("Req", "CARE-3")]
public sealed class AttendancePolicyTests : IAsyncLifetime
{
    private const string Path = "/api/attendance-policy";
    private Api api = null!;

    public async Task InitializeAsync() => api = await Api.StartAsync();

    public async Task DisposeAsync() => await api.DisposeAsync();

    [Fact]
    public async Task Anybody_reads_the_policy_and_the_admin_changes_what_was_seen()
    {
        foreach (var user in (string[])["provider", "parent", "coordinator", "operations"])
        {
            var defaults = (await api.GetAsync(user, Path)).Is(200);
            Assert.Equal(("""{"unitMinutes":60,"paidAbsencesMax":5,"version":0}""", "\"0\""), (defaults.Body, defaults.ETag));
        }

        (await api.PutAsync("admin", Path, """{"unitMinutes":15,"paidAbsencesMax":3}""", ("If-Match", "\"1\""))).IsProblem(412, "STALE");
        var first = (await api.PutAsync("admin", Path, """{"unitMinutes":15,"paidAbsencesMax":3}""", ("If-Match", "\"0\""), ("Idempotency-Key", "set-once"))).Is(200);
        Assert.Equal(("""{"unitMinutes":15,"paidAbsencesMax":3,"version":1}""", "\"1\""), (first.Body, first.ETag));
        Assert.Equal("\"2\"", (await api.PutAsync("admin", Path, """{"unitMinutes":30,"paidAbsencesMax":0}""", ("If-Match", "*"))).Is(200).ETag);

        Assert.Equal(first.Body, (await api.PutAsync("admin", Path, """{"unitMinutes":15,"paidAbsencesMax":3}""", ("If-Match", "\"0\""), ("Idempotency-Key", "set-once"))).Is(200).Body);
        Assert.Equal("""{"unitMinutes":30,"paidAbsencesMax":0,"version":2}""", (await api.GetAsync("office", Path)).Is(200).Body);
        Assert.Equal(["admin", "admin"], (await api.Application.AttendancePolicies.HistoryAsync()).Select(change => change.By));
    }

    [Theory]
    [InlineData("""{"unitMinutes":0,"paidAbsencesMax":-1}""", 422, "OUT_OF_RANGE unitMinutes, OUT_OF_RANGE paidAbsencesMax")]
    [InlineData("""{"unitMinutes":1441,"paidAbsencesMax":32}""", 422, "OUT_OF_RANGE unitMinutes, OUT_OF_RANGE paidAbsencesMax")]
    [InlineData("""{"unitMinutes":15}""", 400, "MISSING_FIELD paidAbsencesMax")]
    [InlineData("""{"unitMinutes":15.5,"paidAbsencesMax":1,"version":0}""", 400, "BAD_VALUE unitMinutes, UNKNOWN_FIELD version")]
    public async Task A_policy_that_is_not_in_order_is_refused(string body, int status, string errors)
    {
        var reply = (await api.PutAsync("admin", Path, body)).Is(status);
        Assert.Equal(errors, string.Join(", ", reply.Json.GetProperty("errors").EnumerateArray().Select(error => $"{error.GetProperty("code").GetString()} {error.GetProperty("field").GetString()}")));
        Assert.Equal("\"0\"", (await api.GetAsync("admin", Path)).ETag);
    }
}
