using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Runs;

public sealed class RunTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    [Trait("Req", "UPI-5")]
    [Trait("Req", "ALL-1")]
    public async Task An_off_cycle_run_pays_what_is_submitted_and_the_books_balance()
    {
        var client = await api.AddClientAsync();
        var paid = await api.ApproveTwiceAsync(client, 4, "2026-11-02");
        var rejected = await api.ApproveTwiceAsync(client, 2, "2026-11-03");
        (await api.PutAsync("admin", "/api/caps/contracts/P-100/SLN", """{"rate":25,"from":"2026-11-03","to":"2035-12-31","active":true}""")).Is(200);
        var started = (await api.PostAsync("operations", "/api/runs", """{"reason":"Month's end."}""", ("Idempotency-Key", "run-1"))).Is(202);
        Assert.StartsWith("/api/runs/off-", started.Location, StringComparison.Ordinal);

        var run = await Eventually.SeeAsync(async () => await api.GetAsync("operations", started.Location!) is var reply && reply.Text("status") == "Completed" ? reply : null);
        Assert.Equal((2, 1, 0, 1, 0), (Count(run, "total"), Count(run, "paid"), Count(run, "error"), Count(run, "rejected"), Count(run, "held")));
        Assert.EndsWith("Z", run.Text("cutoff"), StringComparison.Ordinal);
        Assert.Equal("Rejected by CAPS", (await api.GetAsync("provider", $"/api/payments/{paid}")).Text("status"));
        Assert.Equal("Paid by CAPS", (await api.GetAsync("provider", $"/api/payments/{rejected}")).Text("status"));
        Assert.Equal(started.Body, (await api.PostAsync("operations", "/api/runs", """{"reason":"Month's end."}""", ("Idempotency-Key", "run-1"))).Is(202).Body);

        var balance = (await api.GetAsync("auditor", "/api/ledger/trial-balance")).Is(200);
        Assert.Contains("\"sum\":0.00", balance.Body, StringComparison.Ordinal);
        Assert.Contains("\"account\":\"Expenditures\",\"balance\":50.00", balance.Body, StringComparison.Ordinal);
        (await api.PostAsync("provider", $"/api/payments/{rejected}/resubmit", null)).IsProblem(409, "PAID");
    }

    [Theory]
    [InlineData("{}", 400)]
    [InlineData("""{"reason":""}""", 422)]
    [InlineData("""{"reason":null}""", 400)]
    [InlineData("""{"reason":"x","cutoff":"2026-11-01T00:00:00Z"}""", 400)]
    public async Task A_run_without_a_reason_is_refused(string body, int status) => (await api.PostAsync("operations", "/api/runs", body)).Is(status);

    [Theory]
    [InlineData("off-unknown")]
    [InlineData("week-2026-11-18")]
    [InlineData("..%2F..")]
    [InlineData("%E2%82%AC")]
    public async Task An_unknown_run_is_404(string id) => (await api.GetAsync("auditor", $"/api/runs/{id}")).IsProblem(404, "NOT_FOUND");

    private static int Count(Reply run, string name) => run.Json.GetProperty(name).GetInt32();
}
