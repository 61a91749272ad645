using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Pages;

/// <summary>Pages in Production, behind whatever ends TLS and hands requests on in plain.</summary>
[Trait("Req", "ALL-4")]
public sealed class PublicSchemeTests
{
    private static readonly Uri Plain = new("http://payments.agency.example");

    [Fact]
    public async Task A_page_behind_a_proxy_goes_by_the_public_address()
    {
        await using var api = await StartAsync(("Serverless:PublicAddress", "https://payments.agency.example"));
        using var client = new PageClient(api, Plain);

        var page = await client.GetAsync("/sign-in");
        Assert.Equal(200, page.Status);
        var led = await client.GetAsync("/inbox");
        Assert.Equal((302, "https://payments.agency.example/sign-in?return=%2Finbox"), (led.Status, led.Location));
    }

    [Fact]
    public async Task Without_a_public_address_a_page_over_plain_http_says_what_to_set()
    {
        await using var api = await StartAsync();
        using var client = new PageClient(api, Plain);

        var page = await client.GetAsync("/sign-in");
        Assert.Equal(400, page.Status);
        Assert.Contains("Serverless:PublicAddress", page.Body, StringComparison.Ordinal);
        Assert.Equal(401, (await client.GetAsync("/api/inbox")).Status);
        using var secure = new PageClient(api, new Uri("https://payments.agency.example"));
        Assert.Equal(200, (await secure.GetAsync("/sign-in")).Status);
    }

    private static Task<Api> StartAsync(params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string?> { ["Serverless:Auth:Authority"] = "https://login.example.org", ["Serverless:Auth:Audience"] = "payments" };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        return Api.StartAsync(new ApiOptions { Environment = "Production", Settings = all });
    }
}
