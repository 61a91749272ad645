using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Serverless.Payments.Identity;
using Serverless.Payments.Users;
using Serverless.Web.Tests.Hosting;
using Serverless.Web.Tests.Pages;

namespace Serverless.Web.Tests.SignIn;

/// <summary>Signing in at an authority, from the page that was asked for and back to it.</summary>
[Trait("Req", "ALL-4")]
public sealed class CodeFlowTests : IAsyncLifetime
{
    private static readonly Uri Site = new("https://payments.agency.example");
    private readonly FakeAuthority authority = new();
    private Api api = null!;

    public async Task InitializeAsync()
    {
        api = await Api.StartAsync(new ApiOptions { Environment = "Production", Settings = FakeAuthority.Settings, Services = authority.Join });
        authority.Time = api.Clock;
    }

    public async Task DisposeAsync()
    {
        await api.DisposeAsync();
        authority.Dispose();
    }

    [Fact]
    public async Task The_code_flow_with_PKCE_leads_to_the_page_that_was_asked_for()
    {
        using var client = new PageClient(api, Site);
        var led = await client.GetAsync("/inbox");
        Assert.Equal((302, "https://payments.agency.example/sign-in?return=%2Finbox"), (led.Status, led.Location));
        Assert.Contains("href=\"/sign-in/start?return=%2Finbox\"", (await client.GetAsync("/sign-in?return=%2Finbox")).Body, StringComparison.Ordinal);

        var started = await client.GetAsync("/sign-in/start?return=%2Finbox");
        var asked = QueryHelpers.ParseQuery(new Uri(started.Location!).Query);
        Assert.Equal(("code", "S256", "https://payments.agency.example/signin-oidc"), (asked["response_type"].ToString(), asked["code_challenge_method"].ToString(), asked["redirect_uri"].ToString()));
        Assert.All(["code_challenge", "state", "nonce"], name => Assert.NotEmpty(asked[name].ToString()));
        Assert.All(started.Headers["Set-Cookie"].Split(".AspNetCore.")[1..], cookie => Assert.Contains("secure; samesite=lax; httponly", cookie, StringComparison.OrdinalIgnoreCase));

        var back = await client.GetAsync(authority.SignIn(started.Location!, ("sub", "coordinator"), ("roles", "coordinator"), ("email", "carol@agency.example")));
        Assert.Equal((302, "/inbox"), (back.Status, back.Location));
        var inbox = await client.GetAsync("/inbox");
        Assert.Equal(200, inbox.Status);
        Assert.Contains(">coordinator</a>", inbox.Body, StringComparison.Ordinal);
        Assert.Equal(401, (await client.GetAsync("/api/inbox")).Status);
    }

    [Theory]
    [InlineData("state")]
    [InlineData("no cookie of the state")]
    [InlineData("nonce")]
    [InlineData("no cookie of the nonce")]
    [InlineData("signature")]
    [InlineData("somebody else's code")]
    [InlineData("refused")]
    public async Task What_is_not_the_answer_to_our_own_question_signs_nobody_in_and_is_told(string fault)
    {
        using var client = new PageClient(api, Site);
        var led = (await client.GetAsync("/sign-in/start?return=%2Finbox")).Location!;
        authority.OtherNonce = fault == "nonce" ? "638000000000000000.anothers" : null;
        authority.OtherKey = fault == "signature" ? RSA.Create(2048) : null;
        var back = authority.SignIn(led, ("sub", "coordinator"), ("roles", "coordinator"));
        switch (fault)
        {
            case "state":
                back = back[..^8] + "AAAAAAAA";
                break;
            case "no cookie of the state":
                client.Forget(".AspNetCore.Correlation");
                break;
            case "no cookie of the nonce":
                client.Forget(".AspNetCore.OpenIdConnect.Nonce");
                break;
            case "somebody else's code":
                using (var other = new PageClient(api, Site))
                {
                    var others = QueryHelpers.ParseQuery(authority.SignIn((await other.GetAsync("/sign-in/start")).Location!, ("sub", "admin"), ("roles", "admin")))["/signin-oidc?code"];
                    back = QueryHelpers.AddQueryString("/signin-oidc", new Dictionary<string, string?> { ["code"] = others, ["state"] = QueryHelpers.ParseQuery(new Uri(Site, back).Query)["state"] });
                }

                break;
            case "refused":
                back = QueryHelpers.AddQueryString("/signin-oidc", new Dictionary<string, string?> { ["error"] = "access_denied", ["error_description"] = "Told of Carol.", ["state"] = QueryHelpers.ParseQuery(new Uri(Site, back).Query)["state"] });
                break;
            default:
                break;
        }

        var reply = await client.GetAsync(back);
        Assert.Equal(302, reply.Status);
        Assert.StartsWith("/sign-in", reply.Location, StringComparison.Ordinal);
        Assert.Contains("You were not signed in", (await client.GetAsync(reply.Location!)).Body, StringComparison.Ordinal);
        Assert.Equal(302, (await client.GetAsync("/inbox")).Status);
        Assert.Equal(LogLevel.Warning, Assert.Single(api.Logs.Lines, line => line.Event.Id == 3301).Level);
        Assert.DoesNotContain(api.Logs.Lines, line => line.Event.Id is >= 3300 and < 3400 && line.Text.Contains("Told of", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whom_the_authority_gives_no_role_is_told_so_and_can_sign_out()
    {
        using var client = new PageClient(api, Site);
        await SignInAsync(client, ("sub", "stranger@agency.example"), ("roles", "cook"));
        var page = await client.GetAsync("/inbox");
        Assert.Equal(403, page.Status);
        Assert.Contains("You are signed in as stranger@agency.example", page.Body, StringComparison.Ordinal);
        Assert.Contains("no role", page.Body, StringComparison.Ordinal);
        Assert.Contains("Sign out</button>", page.Body, StringComparison.Ordinal);
        Assert.Equal(200, (await client.PostAsync("/sign-out", page)).Status);
        Assert.Equal(302, (await client.GetAsync("/inbox")).Status);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_here_and_then_at_the_authority()
    {
        using var client = new PageClient(api, Site);
        await SignInAsync(client, ("sub", "auditor"), ("roles", "auditor"));
        var reply = await client.PostAsync("/sign-out", await client.GetAsync("/inbox"));
        Assert.Equal((200, "0; url=/sign-out/authority"), (reply.Status, reply.Headers["Refresh"]));
        Assert.Equal(302, (await client.GetAsync("/inbox")).Status);

        var led = new Uri((await client.GetAsync("/sign-out/authority")).Location!);
        var asked = QueryHelpers.ParseQuery(led.Query);
        Assert.Equal((FakeAuthority.Address + "leave", "pages", "https://payments.agency.example/signout-callback-oidc"), (led.GetLeftPart(UriPartial.Path), asked["client_id"].ToString(), asked["post_logout_redirect_uri"].ToString()));
        var back = await client.GetAsync($"/signout-callback-oidc?state={Uri.EscapeDataString(asked["state"].ToString())}");
        Assert.Equal((302, "/sign-in"), (back.Status, back.Location));
    }

    [Fact]
    public async Task Where_the_authority_takes_no_sign_out_it_ends_here()
    {
        authority.OffersSignOut = false;
        using var client = new PageClient(api, Site);
        await SignInAsync(client, ("sub", "auditor"), ("roles", "auditor"));
        var reply = await client.PostAsync("/sign-out", await client.GetAsync("/inbox"));
        Assert.Equal((302, "/sign-in"), (reply.Status, reply.Location));
        Assert.Equal("/sign-in", (await client.GetAsync("/sign-out/authority")).Location);
    }

    [Fact]
    public async Task An_authority_that_does_not_answer_is_told_in_words_and_logged()
    {
        authority.IsReachable = false;
        using var client = new PageClient(api, Site);
        var reply = await client.GetAsync("/sign-in/start?return=%2Finbox");
        Assert.Equal((302, "/sign-in?return=%2Finbox"), (reply.Status, reply.Location));
        Assert.Contains("cannot be reached at the moment", (await client.GetAsync(reply.Location!)).Body, StringComparison.Ordinal);
        Assert.Contains(api.Logs.Lines, line => line.Event.Id == 3302);
    }

    [Fact]
    public async Task Who_is_set_inactive_is_out_within_a_minute_and_told_why()
    {
        using var client = new PageClient(api, Site);
        await SignInAsync(client, ("sub", "leaver"), ("roles", "auditor"));
        Assert.Equal(200, (await client.GetAsync("/inbox")).Status);
        var user = new User("leaver", "The leaver", null, [Role.Auditor], Active: false);
        Assert.Null((await api.Application.Users.PutAsync(user, "admin", api.Clock.GetUtcNow())).Refusal);
        api.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(302, (await client.GetAsync("/inbox")).Status);
        Assert.Contains("do not act here any more", (await client.GetAsync("/sign-in")).Body, StringComparison.Ordinal);
    }

    private async Task SignInAsync(PageClient client, params (string Name, object Value)[] claims)
        => Assert.Equal(302, (await client.GetAsync(authority.SignIn((await client.GetAsync("/sign-in/start")).Location!, claims))).Status);
}
