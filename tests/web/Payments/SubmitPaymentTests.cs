using System.Text.RegularExpressions;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Payments;

public sealed partial class SubmitPaymentTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    [Trait("Req", "UPI-1")]
    public async Task A_payment_that_passes_is_made_in_Waiting_SC_Approval()
    {
        var client = await api.AddClientAsync();
        var reply = (await api.PostAsync("provider", "/api/payments", Calls.Facts(client, 10))).Is(201);

        Assert.Equal($"/api/payments/{reply.Text("id")}", reply.Location);
        Assert.Equal("\"1\"", reply.ETag);
        Assert.Equal("Waiting SC Approval", reply.Text("status"));
        Assert.Contains("\"rate\":25.00,\"amount\":250.00", reply.Body, StringComparison.Ordinal);
        Assert.Matches(Instant(), reply.Text("createdAt"));
        Assert.Equal("2026-11", reply.Text("period"));
        Assert.Equal("provider", reply.Text("submittedBy"));
        Assert.Equal(0, reply.Json.GetProperty("validation").GetArrayLength());
        Assert.False(reply.Json.TryGetProperty("runId", out _));
        Assert.Equal(reply.Body, (await api.GetAsync("provider", reply.Location!)).Body);
    }

    [Fact]
    [Trait("Req", "UPI-3")]
    public async Task A_payment_that_fails_validation_is_made_in_Error_with_every_failure()
    {
        var reply = (await api.PostAsync("provider", "/api/payments", Calls.Facts(Agency.InactiveClient, 10, "2026-12-01", rate: 30))).Is(201);

        Assert.Equal("Error", reply.Text("status"));
        var codes = reply.Json.GetProperty("validation").EnumerateArray().Select(message => message.GetProperty("code").GetString()).ToList();
        Assert.Superset(new HashSet<string?>(["CLIENT_INACTIVE", "NOT_AUTHORISED", "FUTURE_DATES", "RATE_ABOVE_CONTRACT"]), codes.ToHashSet());
    }

    [Fact]
    public async Task A_payment_of_another_provider_is_refused()
        => (await api.PostAsync("provider", "/api/payments", Calls.Facts(await api.AddClientAsync(), providerId: "P-200"))).IsProblem(403, "NOT_YOUR_PROVIDER");

    [Theory]
    [InlineData("clientId", "\"123\"", "BAD_CLIENT_ID")]
    [InlineData("serviceCode", "\"a/b\"", "BAD_ID")]
    [InlineData("units", "\"10\"", "BAD_VALUE")]
    [InlineData("units", "1.005", "BAD_VALUE")]
    [InlineData("units", "1e-40", "BAD_VALUE")]
    [InlineData("rate", "null", "NULL")]
    [InlineData("rate", "25.000000000000000000000000000000000001", "BAD_VALUE")]
    [InlineData("amount", "1000000000000000000", "BAD_VALUE")]
    [InlineData("amount", "1e18", "BAD_VALUE")]
    [InlineData("amount", "250.001", "BAD_VALUE")]
    [InlineData("amount", "true", "BAD_VALUE")]
    [InlineData("amount", "[250]", "BAD_VALUE")]
    [InlineData("serviceFrom", "\"2026-02-30\"", "BAD_VALUE")]
    [InlineData("serviceFrom", "\"11/16/2026\"", "BAD_VALUE")]
    [InlineData("serviceTo", "20261116", "BAD_VALUE")]
    [InlineData("serviceTo", "\"2026-11-16T00:00:00\"", "BAD_VALUE")]
    [InlineData("providerId", "{}", "BAD_VALUE")]
    [InlineData("providerId", "\"\\ud800\"", "BAD_VALUE")]
    public async Task A_field_that_cannot_be_read_is_named_and_nothing_is_made(string field, string value, string code)
    {
        var client = await api.AddClientAsync();
        var body = FieldValue(field).Replace(Calls.Facts(client), $"\"{field}\":{value}", 1);
        Assert.Contains(value, body, StringComparison.Ordinal);
        var reply = await api.PostAsync("provider", "/api/payments", body);

        Assert.Equal(400, reply.Status);
        Assert.Equal([(code, field)], reply.Errors);
        Assert.Empty((await api.GetAsync("operations", $"/api/payments?client={client}")).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Every_fault_of_a_body_is_told_together()
    {
        var reply = (await api.PostAsync("provider", "/api/payments", """{"providerId":5,"extra":1,"units":1,"units":2,"rate":"x"}""")).IsProblem(400, "BAD_BODY");

        Assert.Equal(
            [("BAD_VALUE", "providerId"), ("UNKNOWN_FIELD", "extra"), ("DUPLICATE_FIELD", "units"), ("BAD_VALUE", "rate"), ("MISSING_FIELD", "clientId"), ("MISSING_FIELD", "serviceCode"), ("MISSING_FIELD", "amount"), ("MISSING_FIELD", "serviceFrom"), ("MISSING_FIELD", "serviceTo")],
            reply.Errors);
    }

    private static Regex FieldValue(string field) => new($"\"{field}\":(\"[^\"]*\"|[0-9.]+)");

    [GeneratedRegex(@"^2026-11-22T18:\d\d:\d\d(\.\d*[1-9])?Z$")]
    private static partial Regex Instant();
}
