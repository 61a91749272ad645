using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Identity;

public sealed class StartTests
{
    private static readonly Dictionary<string, string?> Configured = new()
    {
        ["Serverless:Auth:Authority"] = "https://login.example.org/",
        ["Serverless:Auth:Audience"] = "serverless",
    };

    [Theory]
    [InlineData("Production", "Serverless:Auth:Authority", null)]
    [InlineData("Production", "Serverless:Auth:Authority", "http://login.example.org/")]
    [InlineData("Production", "Serverless:Auth:Authority", "login.example.org")]
    [InlineData("Production", "Serverless:Auth:Audience", null)]
    [InlineData("Staging", "Serverless:Auth:Audience", " ")]
    public void Outside_Development_the_host_refuses_to_start_without_authority_and_audience(string environment, string key, string? value)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Add(environment, new(Configured) { [key] = value }));
        Assert.Contains(key, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_limit_that_is_no_positive_number_refuses_the_start()
        => Assert.Throws<InvalidOperationException>(() => Add("Development", new() { ["Serverless:RateLimit:Burst"] = "0" }));

    [Fact]
    public async Task In_production_nobody_signs_in_for_development_and_its_tokens_are_worth_nothing()
    {
        await using var api = await Api.StartAsync(new ApiOptions { Environment = "Production", Settings = Configured });
        (await api.PostAsync(null, "/dev/sign-in", """{"user":"admin"}""")).IsProblem(404, "NOT_FOUND");
        (await api.GetAsync(null, "/api/inbox")).IsProblem(401, "NOT_SIGNED_IN");
        (await api.GetAsync(null, "/health")).Is(200);
    }

    private static void Add(string environment, Dictionary<string, string?> settings)
        => new ServiceCollection().AddServerlessWeb(
            new ConfigurationBuilder().AddInMemoryCollection(settings).Build(),
            new HostingEnvironment { EnvironmentName = environment });
}
