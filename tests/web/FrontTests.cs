using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Serverless.Payments;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests;

/// <summary>The delegate that a host with a router of its own, as Azure Functions, hands its requests to.</summary>
public sealed class FrontTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;
    private bool storeIsInReach = true;

    [Fact]
    public async Task Request_that_the_hosts_router_has_matched_reaches_our_own_endpoint()
    {
        await using var services = Services();

        Assert.Equal(StatusCodes.Status200OK, (await AskAsync(services, "/alive")).StatusCode);
        Assert.Equal(StatusCodes.Status401Unauthorized, (await AskAsync(services, "/api/inbox")).StatusCode);
        Assert.Equal(StatusCodes.Status404NotFound, (await AskAsync(services, "/nothing/there")).StatusCode);
    }

    [Fact]
    public async Task Requests_are_told_to_come_back_until_the_application_is_open()
    {
        await using var services = Services();
        storeIsInReach = false;
        var before = await AskAsync(services, "/alive");
        storeIsInReach = true;
        var after = await AskAsync(services, "/alive");

        Assert.Equal(StatusCodes.Status503ServiceUnavailable, before.StatusCode);
        Assert.Equal("10", before.Headers.RetryAfter);
        Assert.Equal(StatusCodes.Status200OK, after.StatusCode);
    }

    private static async Task<HttpResponse> AskAsync(ServiceProvider services, string path)
    {
        await using var scope = services.CreateAsyncScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        context.Request.Method = "GET";
        context.Request.Path = path;
        context.Request.RouteValues["path"] = path;
        context.SetEndpoint(new Endpoint(_ => throw new InvalidOperationException("This is the host's."), EndpointMetadataCollection.Empty, "Api"));
        await services.GetRequiredService<ServerlessFront>().RunAsync(context);
        return context.Response;
    }

    private ServiceProvider Services()
    {
        var environment = new HostingEnvironment { EnvironmentName = "Development" };
        return new ServiceCollection().AddLogging().AddSingleton<IHostEnvironment>(environment)
            .AddSingleton(_ => new PaymentsOpening(() => storeIsInReach ? Task.FromResult(api.Application) : throw new IOException("No store.")))
            .AddSingleton(api.Application)
            .AddSingleton(api.Key).AddSingleton(Agency.Users).AddSingleton<ServerlessFront>()
            .AddServerlessWeb(new ConfigurationBuilder().Build(), environment)
            .BuildServiceProvider();
    }
}
