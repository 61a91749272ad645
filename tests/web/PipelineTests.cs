using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests;

public sealed class PipelineTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    public async Task The_endpoints_run_from_a_delegate_that_any_host_builds_once()
    {
        var environment = new HostingEnvironment { EnvironmentName = "Development" };
        var services = new ServiceCollection().AddLogging().AddSingleton<IHostEnvironment>(environment)
            .AddSingleton(api.Application).AddSingleton(api.Key).AddSingleton(Agency.Users)
            .AddServerlessWeb(new ConfigurationBuilder().Build(), environment);
        await using var provider = services.BuildServiceProvider();
        var run = new ApplicationBuilder(provider).UseServerless().Build();

        Assert.Equal((200, """{"status":"Alive"}"""), await AskAsync(provider, run, "GET", "/alive", null, null));
        Assert.Equal(401, (await AskAsync(provider, run, "GET", "/api/inbox", null, null)).Status);
        Assert.Equal(201, (await AskAsync(provider, run, "POST", "/api/payments", Calls.Facts(await api.AddClientAsync()), "provider")).Status);
    }

    private async Task<(int Status, string Body)> AskAsync(IServiceProvider provider, RequestDelegate run, string method, string path, string? json, string? user)
    {
        await using var scope = provider.CreateAsyncScope();
        using var answer = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        context.Request.Method = method;
        context.Request.Path = path;
        context.Request.ContentType = "application/json";
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(json ?? ""));
        context.Request.Headers.Authorization = user is null ? default : new($"Bearer {api.TokenOf(user)}");
        context.Response.Body = answer;
        await run(context);
        return (context.Response.StatusCode, Encoding.UTF8.GetString(answer.ToArray()));
    }
}
