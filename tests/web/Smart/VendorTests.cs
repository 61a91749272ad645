using Serverless.Payments.Amounts;
using Serverless.Payments.Settlement;
using Serverless.Payments.Smart;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Smart;

[Trait("Req", "KEES-6")]
public sealed class VendorTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    public async Task The_admin_sets_what_SMART_knows_of_a_vendor_and_SMART_answers_by_it()
    {
        (await api.GetAsync("admin", "/api/smart/vendors/P-700")).IsProblem(404, "NOT_FOUND");
        Assert.Equal("""{"providerId":"P-700","active":true,"hold":false,"version":1}""", (await api.PutAsync("admin", "/api/smart/vendors/P-700", """{"active":true}""")).Is(200).Body);
        await PayAsync("REQ-1/1", SettlementOutcome.Paid);

        Assert.Equal("""{"providerId":"P-700","active":true,"hold":true,"version":2}""", (await api.PutAsync("admin", "/api/smart/vendors/P-700", """{"active":true,"hold":true}""")).Is(200).Body);
        Assert.True((await api.GetAsync("admin", "/api/smart/vendors/P-700")).Is(200).Json.GetProperty("hold").GetBoolean());
        await PayAsync("REQ-2/1", SettlementOutcome.Held);
    }

    [Theory]
    [InlineData("P%20100", """{"active":true}""", "BAD_ID")]
    [InlineData("P-100", """{"hold":true}""", null)]
    [InlineData("P-100", """{"active":true,"rate":1}""", null)]
    public async Task A_vendor_that_is_not_in_order_is_refused(string provider, string body, string? code)
    {
        var reply = (await api.PutAsync("admin", $"/api/smart/vendors/{provider}", body)).Is(400);
        if (code is not null)
        {
            reply.IsProblem(400, code);
        }
    }

    [Fact]
    public async Task Without_the_simulator_SMARTs_vendors_are_out_of_reach()
    {
        await using var real = await Api.StartAsync(new ApiOptions { HasSimulator = false });
        (await real.PutAsync("admin", "/api/smart/vendors/P-100", """{"active":true}""")).IsProblem(409, "NO_SIMULATOR");
        (await real.GetAsync("admin", "/api/smart/vendors/P-100")).IsProblem(409, "NO_SIMULATOR");
    }

    private async Task PayAsync(string key, SettlementOutcome expected)
    {
        var order = new SmartOrder("P-700", "P-700-SV", "1000000001", "C-1", "ET", "Transportation", "Bus pass", Money.Of(75.50m), new DateOnly(2026, 11, 22), new DateOnly(2026, 11, 23));
        await api.Smart.SubmitAsync("batch", [new(key, order)], CancellationToken.None);
        Assert.Equal(expected, Assert.Single(await api.Smart.GetAnswersAsync([key], CancellationToken.None)).Outcome);
    }
}
