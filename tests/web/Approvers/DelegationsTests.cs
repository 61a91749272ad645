using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Approvers;

[Trait("Req", "UPI-7")]
public sealed class DelegationsTests : IAsyncLifetime
{
    private Api api = null!;
    private string today = "";

    public async Task InitializeAsync()
    {
        api = await Api.StartAsync();
        today = api.Application.Calendar.Today.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        foreach (var (name, superior) in new[] { ("manager", "null"), ("coordinator", "\"manager\""), ("office", "null"), ("biller", "null") })
        {
            (await api.PutAsync("admin", $"/api/users/{name}", $$"""{"fullName":"{{name}}","roles":["{{name}}"],"superior":{{superior}}}""")).Is(200);
        }
    }

    public async Task DisposeAsync() => await api.DisposeAsync();

    [Fact]
    public async Task A_delegate_decides_for_the_absent_until_the_delegation_is_revoked()
    {
        var id = await api.SubmitAsync(Agency.Client);
        var second = await api.SubmitAsync(Agency.Client, day: "2026-11-17");
        var made = (await api.PostAsync("coordinator", "/api/delegations", New("biller"), ("Idempotency-Key", "away"))).Is(201);
        Assert.Equal(made.Text("id"), (await api.PostAsync("coordinator", "/api/delegations", New("biller"), ("Idempotency-Key", "away"))).Is(201).Text("id"));
        Assert.True(made.Json.GetProperty("inForce").GetBoolean());

        Assert.Equal([(id, "coordinator"), (second, "coordinator")], await InboxAsync("biller"));
        (await api.PostAsync("biller", $"/api/payments/{id}/approve", null)).Is(200);
        var move = (await api.GetAsync("auditor", $"/api/payments/{id}/history")).Json.EnumerateArray().Last();
        Assert.Equal(("biller", "coordinator"), (move.GetProperty("by").GetString(), move.GetProperty("onBehalfOf").GetString()));
        Assert.False(move.TryGetProperty("via", out _));

        (await api.SendAsync("biller", HttpMethod.Delete, $"/api/delegations/{made.Text("id")}")).IsProblem(403, "NOT_YOURS");
        (await api.SendAsync("office", HttpMethod.Delete, $"/api/delegations/{made.Text("id")}")).IsProblem(404, "NOT_FOUND");
        Assert.Equal("coordinator", (await api.SendAsync("coordinator", HttpMethod.Delete, $"/api/delegations/{made.Text("id")}")).Is(200).Text("revokedBy"));
        Assert.Empty(await InboxAsync("biller"));
        (await api.PostAsync("biller", $"/api/payments/{second}/approve", null)).IsProblem(403, "WRONG_ROLE");
    }

    [Fact]
    [Trait("Req", "ALL-4")]
    public async Task A_delegate_of_today_is_asked_by_mail_at_once_and_so_is_who_is_back()
    {
        foreach (var name in new[] { "biller", "coordinator" })
        {
            (await api.PutAsync("admin", $"/api/users/{name}", $$"""{"fullName":"{{name}}","roles":["{{name}}"],"email":"{{name}}@agency.example"}""")).Is(200);
        }

        var made = (await api.PostAsync("coordinator", "/api/delegations", New("biller"))).Is(201);
        var id = await api.SubmitAsync(Agency.Client);
        await Eventually.BeAsync(() => api.Carrier.To("biller").Count == 1);
        Assert.Empty(api.Carrier.To("coordinator"));

        (await api.SendAsync("coordinator", HttpMethod.Delete, $"/api/delegations/{made.Text("id")}")).Is(200);
        await Eventually.BeAsync(() => api.Carrier.To("coordinator").Count == 1);
        Assert.Contains(id, api.Carrier.To("coordinator")[0].Text, StringComparison.Ordinal);

        (await api.PutAsync("admin", "/api/users/technician", """{"fullName":"technician","roles":["technician"],"email":"technician@agency.example"}""")).Is(200);
        (await api.PostAsync("coordinator", "/api/delegations", New("technician"))).Is(201);
        await Eventually.BeAsync(() => api.Carrier.To("technician").Count == 1);
    }

    [Fact]
    public async Task Everybody_lists_the_own_and_an_admin_all_a_page_at_a_time()
    {
        await api.PostAsync("coordinator", "/api/delegations", New("biller"));
        (await api.PostAsync("admin", "/api/delegations", New("office", "manager"))).Is(201);
        Assert.Equal(["biller"], await ListedAsync("coordinator", ""));
        Assert.Equal(["office"], await ListedAsync("office", ""));
        Assert.Empty(await ListedAsync("technician", "?user=coordinator"));
        Assert.Equal(["biller"], await ListedAsync("admin", "?user=coordinator"));

        var first = (await api.GetAsync("admin", "/api/delegations?top=1")).Is(200);
        var rest = (await api.GetAsync("admin", $"/api/delegations?top=1&after={first.Text("next")}")).Is(200);
        Assert.Equal(2, first.Json.GetProperty("items").EnumerateArray().Concat(rest.Json.GetProperty("items").EnumerateArray()).Select(each => each.GetProperty("id").GetString()).Distinct().Count());
        (await api.GetAsync("coordinator", "/api/delegations?form=x")).IsProblem(400, "UNKNOWN_QUERY");
    }

    [Fact]
    public async Task What_is_not_in_order_is_refused_by_field()
    {
        (await api.PostAsync("coordinator", "/api/delegations", New("biller", "manager"))).IsProblem(403, "NOT_YOURS");
        Assert.Equal([("UNKNOWN_USER", "to")], (await api.PostAsync("coordinator", "/api/delegations", New("nobody"))).IsProblem(422, "INVALID").Errors);
        Assert.Equal([("PAST_DATES", "begin"), ("DATES_REVERSED", "end")], (await api.PostAsync("coordinator", "/api/delegations", """{"to":"biller","begin":"2020-02-01","end":"2020-01-01"}""")).IsProblem(422, "INVALID").Errors);
        Assert.Equal(["begin", "end"], (await api.PostAsync("coordinator", "/api/delegations", """{"to":"biller"}""")).Is(400).Errors.Select(error => error.Field));
    }

    [Fact]
    public async Task What_was_escalated_says_when_and_waits_for_the_superior()
    {
        var id = await api.SubmitAsync(Agency.Client);
        Assert.False((await api.GetAsync("coordinator", $"/api/payments/{id}")).Json.TryGetProperty("escalatedAt", out _));
        Assert.Equal(["manager"], await api.Application.Escalations.EscalateAsync(id, 1));
        Assert.True((await api.GetAsync("coordinator", $"/api/payments/{id}")).Json.TryGetProperty("escalatedAt", out _));
        Assert.Equal([(id, "coordinator")], await InboxAsync("manager"));
        Assert.Equal("Denied by SC", (await api.PostAsync("manager", $"/api/payments/{id}/deny", """{"reason":"not delivered"}""")).Is(200).Text("status"));
    }

    private string New(string to, string? from = null)
        => $$"""{"to":"{{to}}","begin":"{{today}}","end":"{{today}}"{{(from is null ? "" : $",\"from\":\"{from}\"")}}}""";

    private async Task<IReadOnlyList<(string, string?)>> InboxAsync(string user)
        => [.. (await api.GetAsync(user, "/api/inbox")).Is(200).Json.GetProperty("items").EnumerateArray()
            .Select(item => (item.GetProperty("id").GetString()!, item.TryGetProperty("onBehalfOf", out var other) ? other.GetString() : null))];

    private async Task<IReadOnlyList<string?>> ListedAsync(string user, string query)
        => [.. (await api.GetAsync(user, $"/api/delegations{query}")).Is(200).Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("to").GetString())];
}
