using Microsoft.Extensions.DependencyInjection;
using Serverless.Web.Health;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Health;

public sealed class HealthTests
{
    [Fact]
    public async Task Health_is_told_by_part_without_signing_in()
    {
        HeldBack? engine = null;
        await using var api = await Api.StartAsync(new ApiOptions { Orchestrations = inner => engine = new HeldBack(inner) });
        Assert.Equal("""{"status":"Alive"}""", (await api.GetAsync(null, "/alive")).Is(200).Body);
        Assert.Equal("""{"status":"Healthy","parts":{"storage":"Healthy","engine":"Healthy","caps":"Healthy","smart":"Healthy"}}""", (await api.GetAsync(null, "/health")).Is(200).Body);
        Assert.Equal("/openapi/v1.json", (await api.GetAsync(null, "/")).Is(200).Text("openApi"));

        engine!.IsHeld = true;
        var broken = (await api.GetAsync(null, "/health")).Is(503);
        Assert.Equal("""{"status":"Unhealthy","parts":{"storage":"Healthy","engine":"Unhealthy","caps":"Healthy","smart":"Healthy"}}""", broken.Body);
        Assert.Contains(api.Logs.Lines, line => line.Event.Id == 3200);
        (await api.GetAsync(null, "/alive")).Is(200);
    }

    [Fact]
    [Trait("Req", "KEES-6")]
    public async Task SMART_is_a_part_of_its_own()
    {
        await using var api = await Api.StartAsync();
        File.Delete(api.SmartLedgerPath);
        Assert.Equal("""{"status":"Unhealthy","parts":{"storage":"Healthy","engine":"Healthy","caps":"Healthy","smart":"Unhealthy"}}""", (await api.GetAsync(null, "/health")).Is(503).Body);
    }

    [Fact]
    public async Task A_host_adds_parts_and_replaces_them()
    {
        await using var api = await Api.StartAsync(new ApiOptions
        {
            Services = services => services
                .AddSingleton(new HealthProbe("engine", _ => throw new IOException()))
                .AddSingleton(new HealthProbe("inbox", _ => Task.CompletedTask)),
        });
        Assert.Equal("""{"status":"Unhealthy","parts":{"storage":"Healthy","engine":"Unhealthy","caps":"Healthy","smart":"Healthy","inbox":"Healthy"}}""", (await api.GetAsync(null, "/health")).Is(503).Body);
    }
}
