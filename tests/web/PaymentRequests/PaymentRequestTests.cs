using System.Text.Json;
using Serverless.Payments.Smart;
using Serverless.Web.Tests.Hosting;
using Serverless.Web.Tests.MassPayments;

namespace Serverless.Web.Tests.PaymentRequests;

[Trait("Req", "KEES-6")]
public sealed class PaymentRequestTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string User = MassCalls.User;
    private readonly Api api = fixture.Api;

    [Fact]
    public async Task A_request_tells_what_SMART_is_to_pay_and_how_it_came_about()
    {
        var read = (await api.GetAsync(User, await api.RequestAsync())).Is(200);
        Assert.Equal(("Authorized", "\"1\"", 1), (read.Text("status"), read.ETag, read.Json.GetProperty("attempt").GetInt32()));
        var made = Assert.Single(read.Json.GetProperty("history").EnumerateArray());
        Assert.Equal((JsonValueKind.Null, "Authorized", User, "operations"), (made.GetProperty("from").ValueKind, made.GetProperty("to").GetString(), made.GetProperty("by").GetString(), made.GetProperty("role").GetString()));
        Assert.Equal("Approved", (await api.GetAsync(User, $"/api/mass-payments/{read.Text("massPaymentId")}")).Text("status"));
    }

    [Fact]
    public async Task A_cancelled_request_stays_so_and_says_why()
    {
        var path = await api.RequestAsync();
        (await api.PostAsync(User, $"{path}/cancel", """{"reason":" "}""")).IsProblem(422, "REQUIRED");
        (await api.PostAsync(User, $"{path}/cancel", $$"""{"reason":"{{new string('x', 2_001)}}"}""")).IsProblem(422, "TOO_LONG");
        (await api.PostAsync(User, $"{path}/cancel", """{"reason":"Moved away"}""", ("If-Match", "\"7\""))).IsProblem(412, "STALE");
        Assert.Equal("Authorized", (await api.GetAsync(User, path)).Text("status"));

        var cancelled = (await api.PostAsync(User, $"{path}/cancel", """{"reason":"Moved away"}""", ("If-Match", "\"1\""))).Is(200);
        Assert.Equal(("Cancelled", "\"2\"", "Moved away"), (cancelled.Text("status"), cancelled.ETag, cancelled.Json.GetProperty("history")[1].GetProperty("reason").GetString()));
        Assert.Equal(cancelled.Body, (await api.GetAsync(User, path)).Is(200).Body);
        (await api.PostAsync(User, $"{path}/cancel", """{"reason":"Again"}""")).IsProblem(409, "ILLEGAL_MOVE");
        (await api.PostAsync(User, $"{path}/authorize", null)).IsProblem(409, "ILLEGAL_MOVE");
    }

    [Fact]
    public async Task What_SMART_has_not_answered_is_not_authorised_again()
        => (await api.PostAsync(User, $"{await api.RequestAsync()}/authorize", """{"note":"Now"}""")).IsProblem(409, "ILLEGAL_MOVE");

    [Fact]
    public async Task A_request_that_SMART_withholds_is_authorised_again_and_paid_under_a_new_attempt()
    {
        var path = await api.RequestAsync();
        await api.Smart.ChangeVendorAsync(new SmartVendor("P-200", Active: true, Hold: true), "hold", null, CancellationToken.None);
        await RunAsync();
        var held = (await api.GetAsync(User, path)).Is(200);
        Assert.Equal(("Held by SMART", 1), (held.Text("status"), held.Json.GetProperty("attempt").GetInt32()));

        await api.Smart.ChangeVendorAsync(new SmartVendor("P-200", Active: true, Hold: false), "release", null, CancellationToken.None);
        var again = (await api.PostAsync(User, $"{path}/authorize", """{"note":"OFO agrees"}""", ("If-Match", held.ETag!))).Is(200);
        Assert.Equal(("Authorized", 2), (again.Text("status"), again.Json.GetProperty("attempt").GetInt32()));
        await RunAsync();
        var paid = (await api.GetAsync(User, path)).Is(200);
        Assert.Equal("Paid by SMART", paid.Text("status"));
        Assert.Equal([null, "OFO agrees"], new[] { 0, 2 }.Select(move => paid.Json.GetProperty("history")[move].GetProperty("reason").GetString()));
        (await api.PostAsync(User, $"{path}/cancel", """{"reason":"Too late"}""")).IsProblem(409, "ILLEGAL_MOVE");
    }

    [Fact]
    public async Task A_cancelled_request_lets_the_same_need_be_made_anew()
    {
        var path = await api.RequestAsync();
        var client = (await api.GetAsync(User, path)).Text("clientId");
        var again = await api.BeginAsync();
        (await api.PostAsync(User, $"{again}/entries", MassCalls.Entry(client))).Is(201);
        (await api.PostAsync(User, $"{again}/approve", null)).IsProblem(422, "NOT_APPROVED");
        (await api.PostAsync(User, $"{path}/cancel", """{"reason":"Wrong provider"}""")).Is(200);
        Assert.Equal(3, (await api.PostAsync(User, $"{again}/approve", null)).Is(200).Ids().Count);
    }

    [Theory]
    [InlineData("no-id")]
    [InlineData("pr-000000000000000000000000-1")]
    public async Task A_request_that_is_not_there_is_404(string id)
    {
        (await api.GetAsync(User, $"/api/payment-requests/{id}")).IsProblem(404, "NOT_FOUND");
        (await api.PostAsync(User, $"/api/payment-requests/{id}/cancel", """{"reason":"x"}""")).IsProblem(404, "NOT_FOUND");
        (await api.PostAsync(User, $"/api/payment-requests/{id}/authorize", null)).IsProblem(404, "NOT_FOUND");
    }

    private async Task RunAsync()
    {
        var run = (await api.PostAsync(User, "/api/runs", """{"reason":"test"}""")).Is(202);
        await Eventually.SeeAsync(async () => (await api.GetAsync(User, run.Location!)).Text("status") == "Completed" ? run : null);
    }
}
