using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Approvers;

[Trait("Req", "UPI-7")]
public sealed class ApprovalPolicyTests : IAsyncLifetime
{
    private const string Path = "/api/approval-policy";
    private const string Strict = """{"secondApprovalAbove":500.00,"reminderWorkingDays":1,"escalationWorkingDays":null,"linkDecidesUpTo":null,"linkHours":24,"holidays":["2026-12-25","2026-11-26"]}""";
    private Api api = null!;

    public async Task InitializeAsync() => api = await Api.StartAsync();

    public async Task DisposeAsync() => await api.DisposeAsync();

    [Fact]
    public async Task Anybody_reads_the_policy_and_the_admin_changes_what_was_seen()
    {
        var defaults = (await api.GetAsync("parent", Path)).Is(200);
        Assert.Equal(("""{"secondApprovalAbove":null,"reminderWorkingDays":2,"escalationWorkingDays":5,"linkDecidesUpTo":null,"linkHours":72,"holidays":[],"version":0}""", "\"0\""), (defaults.Body, defaults.ETag));
        (await api.PutAsync("admin", Path, Strict, ("If-Match", "\"1\""))).IsProblem(412, "STALE");
        var set = (await api.PutAsync("admin", Path, Strict, ("If-Match", "\"0\""), ("Idempotency-Key", "once"))).Is(200);
        Assert.Equal(("""{"secondApprovalAbove":500.00,"reminderWorkingDays":1,"escalationWorkingDays":null,"linkDecidesUpTo":null,"linkHours":24,"holidays":["2026-11-26","2026-12-25"],"version":1}""", "\"1\""), (set.Body, set.ETag));
        Assert.Equal(set.Body, (await api.PutAsync("admin", Path, Strict, ("If-Match", "\"0\""), ("Idempotency-Key", "once"))).Is(200).Body);

        var change = Assert.Single((await api.GetAsync("auditor", Path + "/history")).Is(200).Json.GetProperty("items").EnumerateArray());
        Assert.Equal(("admin", System.Text.Json.JsonValueKind.Null, 1), (change.GetProperty("by").GetString(), change.GetProperty("from").ValueKind, change.GetProperty("to").GetProperty("version").GetInt32()));
    }

    [Theory]
    [InlineData("""{"secondApprovalAbove":-1,"reminderWorkingDays":0,"escalationWorkingDays":99,"linkDecidesUpTo":-1,"linkHours":0,"holidays":["2026-12-25","2026-12-25"]}""", 422, "secondApprovalAbove linkDecidesUpTo reminderWorkingDays escalationWorkingDays linkHours holidays")]
    [InlineData("""{"secondApprovalAbove":1.005,"reminderWorkingDays":1.5,"escalationWorkingDays":null,"linkDecidesUpTo":null,"linkHours":"x","holidays":["tomorrow"]}""", 400, "secondApprovalAbove reminderWorkingDays linkHours holidays")]
    [InlineData("""{"linkHours":24}""", 400, "secondApprovalAbove reminderWorkingDays escalationWorkingDays linkDecidesUpTo holidays")]
    public async Task A_policy_that_is_not_in_order_is_refused_with_every_fault(string body, int status, string fields)
    {
        var reply = (await api.PutAsync("admin", Path, body)).Is(status);
        Assert.Equal(fields.Split(' ').Order(StringComparer.Ordinal), reply.Errors.Select(error => error.Field).Order(StringComparer.Ordinal));
        Assert.Equal("\"0\"", (await api.GetAsync("admin", Path)).ETag);
    }

    [Fact]
    public async Task A_payment_above_the_amount_shows_how_many_approve_and_its_history_the_first_of_them()
    {
        (await api.PutAsync("admin", Path, Strict.Replace("500.00", "200.00", StringComparison.Ordinal))).Is(200);
        var id = await api.SubmitAsync(Agency.Client);
        (await api.PostAsync("coordinator", $"/api/payments/{id}/approve", null)).Is(200);
        var first = (await api.PostAsync("technician", $"/api/payments/{id}/approve", null)).Is(200);
        Assert.Equal(("Waiting DSPD Approval", 2, 1), (first.Text("status"), first.Json.GetProperty("approvalsNeeded").GetInt32(), first.Json.GetProperty("approvalsGiven").GetInt32()));
        (await api.PostAsync("technician", $"/api/payments/{id}/approve", null)).IsProblem(403, "SEGREGATION");
        var second = (await api.PostAsync("technician2", $"/api/payments/{id}/approve", null)).Is(200);
        Assert.Equal("Submitted to CAPS", second.Text("status"));
        Assert.False(second.Json.TryGetProperty("approvalsNeeded", out _));
    }
}
