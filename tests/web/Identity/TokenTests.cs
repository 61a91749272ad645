using System.Net.Http.Headers;
using Serverless.Payments.Identity;
using Serverless.Testing;
using Serverless.Web.SignIn;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Identity;

public sealed class TokenTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    public async Task A_token_is_valid_until_it_ends()
    {
        var user = new DevelopmentUser("auditor", [Role.Auditor]);
        Assert.Equal(200, await StatusAsync(DevelopmentTokens.Issue(user, api.Key, api.Clock.GetUtcNow())));
        Assert.Equal(401, await StatusAsync(DevelopmentTokens.Issue(user, api.Key, api.Clock.GetUtcNow().AddHours(-13))));
        Assert.Equal(401, await StatusAsync(DevelopmentTokens.Issue(user, api.Key, api.Clock.GetUtcNow().AddHours(1))));
    }

    [Fact]
    public async Task A_token_of_another_key_or_without_a_signature_is_refused()
    {
        using var folder = new TempFolder();
        var foreign = DevelopmentSigningKey.OpenOrCreate(folder.Combine("key"));
        var token = DevelopmentTokens.Issue(new DevelopmentUser("auditor", [Role.Auditor]), foreign, api.Clock.GetUtcNow());
        Assert.Equal(401, await StatusAsync(token));
        Assert.Equal(401, await StatusAsync($"eyJhbGciOiJub25lIn0.{token.Split('.')[1]}."));
        Assert.Equal(401, await StatusAsync("not.a.token"));
    }

    private async Task<int> StatusAsync(string token)
    {
        using var client = api.Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.GetAsync(new Uri("/api/inbox", UriKind.Relative));
        return (int)response.StatusCode;
    }
}
