using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Payments;

public sealed class IfMatchTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Theory]
    [InlineData("\"2\"", 412)]
    [InlineData("\"abc\"", 412)]
    [InlineData("W/\"1\"", 412)]
    [InlineData("\"2\", \"3\"", 412)]
    [InlineData("1", 400)]
    [InlineData("\"1", 400)]
    [InlineData("\"1\"", 200)]
    [InlineData("\"7\", \"1\"", 200)]
    [InlineData("*", 200)]
    public async Task A_move_insists_on_the_version_that_was_seen(string ifMatch, int status)
    {
        var id = await api.SubmitAsync(await api.AddClientAsync());
        var reply = (await api.PostAsync("coordinator", $"/api/payments/{id}/approve", null, ("If-Match", ifMatch))).Is(status);
        Assert.Equal(status == 200 ? "\"2\"" : "\"1\"", (await api.GetAsync("coordinator", $"/api/payments/{id}")).ETag);
        if (status != 200)
        {
            reply.IsProblem(status, status == 412 ? "STALE" : "BAD_IF_MATCH");
        }
    }
}
