using System.Net.Http.Headers;
using Serverless.Web.Tests.Hosting;
using Serverless.Web.Tests.Pages;

namespace Serverless.Web.Tests.SignIn;

/// <summary>Entra gives a person another <c>sub</c> for each client that is registered; by <c>oid</c> it is one person everywhere.</summary>
[Trait("Req", "UPI-7")]
public sealed class UserClaimTests
{
    private static readonly Dictionary<string, string?> ByOid = new(FakeAuthority.Settings) { ["Serverless:Auth:UserClaim"] = "oid" };

    [Fact]
    public async Task The_configured_claim_names_the_same_person_on_pages_and_on_the_API()
    {
        using var authority = new FakeAuthority();
        await using var api = await Api.StartAsync(new ApiOptions { Environment = "Production", Settings = ByOid, Services = authority.Join });
        authority.Time = api.Clock;
        using var client = new PageClient(api, new Uri("https://payments.agency.example"));
        await client.GetAsync(authority.SignIn((await client.GetAsync("/sign-in/start")).Location!, ("sub", "pairwise-of-pages"), ("oid", "coordinator"), ("roles", "coordinator")));
        Assert.Contains(">coordinator</a>", (await client.GetAsync("/inbox")).Body, StringComparison.Ordinal);

        var client2 = await api.AddClientAsync();
        Assert.Equal(200, await AskAsync(api, $"/api/clients/{client2}", authority.Issue("serverless", new() { ["sub"] = "pairwise-of-api", ["oid"] = "coordinator", ["roles"] = "coordinator" })));
        Assert.Equal(404, await AskAsync(api, $"/api/clients/{client2}", authority.Issue("serverless", new() { ["sub"] = "coordinator", ["oid"] = "coordinator2", ["roles"] = "coordinator" })));
    }

    [Fact]
    public async Task A_token_without_the_configured_claim_names_nobody()
    {
        using var authority = new FakeAuthority();
        await using var api = await Api.StartAsync(new ApiOptions { Environment = "Production", Settings = ByOid, Services = authority.Join });
        authority.Time = api.Clock;
        Assert.Equal(401, await AskAsync(api, "/api/inbox", authority.Issue("serverless", new() { ["sub"] = "coordinator", ["roles"] = "coordinator" })));
        using var client = new PageClient(api, new Uri("https://payments.agency.example"));
        await client.GetAsync(authority.SignIn((await client.GetAsync("/sign-in/start")).Location!, ("sub", "coordinator"), ("roles", "coordinator")));
        Assert.Equal(302, (await client.GetAsync("/inbox")).Status);
    }

    private static async Task<int> AskAsync(Api api, string path, string token)
    {
        using var client = api.Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        return (int)response.StatusCode;
    }
}
