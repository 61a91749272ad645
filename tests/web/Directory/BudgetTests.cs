using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Directory;

public sealed class BudgetTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    [Trait("Req", "UPI-4")]
    public async Task The_clients_coordinator_sets_the_Monthly_Max()
    {
        var client = await api.AddClientAsync();
        var reply = (await api.PutAsync("coordinator", $"/api/clients/{client}/budgets/SLH", """{"monthlyMax":12.5}""")).Is(200);
        Assert.Equal($$"""{"clientId":"{{client}}","serviceCode":"SLH","monthlyMax":12.5,"version":1}""", reply.Body);
        var read = (await api.GetAsync("coordinator", $"/api/clients/{client}")).Is(200);
        Assert.Equal(["SLH", "SLN"], read.Json.GetProperty("budgets").EnumerateArray().Select(budget => budget.GetProperty("serviceCode").GetString()));
        (await api.GetAsync("coordinator2", $"/api/clients/{client}")).IsProblem(404, "NOT_FOUND");
        (await api.GetAsync("provider", $"/api/clients/{client}")).IsProblem(404, "NOT_FOUND");
        (await api.GetAsync("parent", $"/api/clients/{client}")).IsProblem(404, "NOT_FOUND");
        (await api.GetAsync("parent", $"/api/clients/{Agency.Client}")).Is(200);
    }

    [Theory]
    [InlineData("coordinator2", "SLN", """{"monthlyMax":1}""", 404)]
    [InlineData("admin", "SLN", """{"monthlyMax":1}""", 403)]
    [InlineData("coordinator", "SLN", """{"monthlyMax":-1}""", 422)]
    [InlineData("coordinator", "SLN", """{"monthlyMax":1.001}""", 400)]
    [InlineData("coordinator", "SLN", """{"monthlyMax":NaN}""", 400)]
    [InlineData("coordinator", "SLN", """{"monthlyMax":"1"}""", 400)]
    [InlineData("coordinator", "S%23N", """{"monthlyMax":1}""", 400)]
    public async Task A_change_that_is_not_in_order_is_refused(string user, string code, string body, int status)
    {
        var client = await api.AddClientAsync();
        (await api.PutAsync(user, $"/api/clients/{client}/budgets/{code}", body)).Is(status);
        (await api.PutAsync("coordinator", "/api/clients/9999999999/budgets/SLN", """{"monthlyMax":1}""")).Is(404);
        Assert.Equal(40, (await api.GetAsync("coordinator", $"/api/clients/{client}")).Json.GetProperty("budgets")[0].GetProperty("monthlyMax").GetInt32());
    }
}
