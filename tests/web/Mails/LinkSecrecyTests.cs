using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Approvals.Policies;
using Serverless.Payments.Identity;
using Serverless.Payments.Users;
using Serverless.Web.Tests.Hosting;
using Serverless.Web.Tests.Pages;

namespace Serverless.Web.Tests.Mails;

/// <summary>A link's token is in the mail, once in a request, and sealed in a cookie: in no other address, and in no log.</summary>
[Trait("Req", "ALL-4")]
public sealed partial class LinkSecrecyTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    public async Task A_token_is_in_no_log_and_no_trace_of_a_real_server_when_its_link_is_opened_and_decides()
    {
        var (payment, token) = await LinkAsync(PaymentAction.Approve);
        using var overheard = new Overheard();
        await using var host = await ServeAsync(overheard);
        using var handler = new HttpClientHandler { AllowAutoRedirect = false, CheckCertificateRevocationList = true };
        using var client = new HttpClient(handler);

        using var opened = await client.GetAsync(At($"/links?token={token}"));
        Assert.Equal(HttpStatusCode.Found, opened.StatusCode);
        var page = opened.Headers.Location!.OriginalString;
        using var shown = await client.GetAsync(At(page));
        var body = await shown.Content.ReadAsStringAsync();
        Assert.Contains("Approve this payment?", body, StringComparison.Ordinal);
        using var decided = await client.PostAsync(At(page), new FormUrlEncodedContent(Hidden().Matches(body).DistinctBy(field => field.Groups["name"].Value).Select(field => KeyValuePair.Create(field.Groups["name"].Value, WebUtility.HtmlDecode(field.Groups["value"].Value)))));
        Assert.Equal(HttpStatusCode.OK, decided.StatusCode);
        Assert.Equal(PaymentStatus.WaitingDspdApproval, (await api.Application.Records.FindAsync(payment))!.Status);

        // Spelled another way it is the same token, and must not be found in that way either.
        using var spelled = await client.GetAsync(At($"/Links/?x=1&token=%{(int)token[0]:X2}{token[1..]}"));
        Assert.Equal(page, spelled.Headers.Location?.OriginalString);

        Assert.DoesNotContain(token[1..], page, StringComparison.Ordinal);
        Assert.DoesNotContain(token[1..], body, StringComparison.Ordinal);
        Assert.Contains(overheard.Lines, line => line.Contains("/links", StringComparison.Ordinal));
        Assert.Contains(overheard.Traces, trace => trace.Contains("/links url.query= url.full=http://127.0.0.1", StringComparison.Ordinal));
        Assert.DoesNotContain(overheard.Lines.Concat(overheard.Traces), line => line.Contains(token[1..], StringComparison.Ordinal));

        // As it is spelled here, and not as the framework would tidy it up.
        Uri At(string path) => new(host.Urls.Single() + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
    }

    [Fact]
    public async Task Opening_a_link_leads_to_an_address_without_its_token_which_a_sealed_cookie_of_that_page_holds()
    {
        var (_, token) = await LinkAsync(PaymentAction.Approve);
        using var client = new PageClient(api);
        var opened = await client.GetAsync($"/links?token={token}");
        Assert.Equal(302, opened.Status);
        Assert.Matches("^/links/[0-9a-f]{16}$", opened.Location);
        Assert.Equal("no-referrer", opened.Headers["Referrer-Policy"]);
        Assert.Contains("no-store", opened.Headers["Cache-Control"], StringComparison.Ordinal);
        var cookie = opened.Headers["Set-Cookie"];
        Assert.StartsWith($"link-{opened.Location![7..]}=", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain(token, cookie, StringComparison.Ordinal);
        Assert.All((string[])[$"path={opened.Location}", "samesite=lax", "httponly"], part => Assert.Contains(part, cookie, StringComparison.Ordinal));

        // However long somebody writes at a reason, the browser keeps it as long as it is open.
        Assert.DoesNotMatch("(?i)max-age|expires", cookie);

        using var safe = new PageClient(api, new Uri("https://localhost"));
        Assert.Contains("secure", (await safe.GetAsync($"/links?token={token}")).Headers["Set-Cookie"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_cookie_a_link_is_as_a_forged_one_and_decides_nothing()
    {
        var (payment, token) = await LinkAsync(PaymentAction.Approve);
        using var holder = new PageClient(api);
        var path = (await holder.GetAsync($"/links?token={token}")).Location!;
        var page = await holder.GetAsync(path);

        using var stranger = new PageClient(api);
        var forgery = (await stranger.GetAsync($"/links?token={token[..^4]}AAAA")).Location!;
        var forged = await stranger.GetAsync(forgery);
        Assert.Equal(404, forged.Status);
        foreach (var other in (string[])[path, "/links/0123456789abcdef", "/links", "/links?token=", $"/links?token={new string('a', 5_000)}", $"/links?token={token}&token={token}"])
        {
            var reply = await stranger.GetAsync(other);
            Assert.Equal((404, MainOf(forged)), (reply.Status, MainOf(reply)));
        }

        holder.Forget("link-");
        var kept = await holder.PostAsync(path, page, ("note", "Written at length"));
        Assert.Equal(404, kept.Status);
        Assert.Contains("<q>Written at length</q>", kept.Body, StringComparison.Ordinal);
        Assert.Equal(PaymentStatus.WaitingScApproval, (await api.Application.Records.FindAsync(payment))!.Status);
    }

    [Fact]
    public async Task A_program_that_looks_at_links_decides_nothing()
    {
        var (payment, token) = await LinkAsync(PaymentAction.Approve);
        using var scanner = new PageClient(api);
        Assert.Equal(405, (await scanner.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"/links?token={token}"))).Status);
        var page = (await scanner.GetAsync($"/links?token={token}")).Location!;
        Assert.Equal(200, (await scanner.GetAsync(page)).Status);
        Assert.Equal(405, (await scanner.PostBareAsync($"/links?token={token}")).Status);
        Assert.Equal(400, (await scanner.PostBareAsync(page)).Status);
        Assert.Equal(PaymentStatus.WaitingScApproval, (await api.Application.Records.FindAsync(payment))!.Status);
    }

    private static string MainOf(PageReply reply) => MainPart().Match(reply.Body).Value;

    private async Task<(string Payment, string Token)> LinkAsync(PaymentAction action)
    {
        await api.Application.Users.PutAsync(new User("coordinator", "C. One", null, [Role.Coordinator], null, null, null, MailPreference.Each, Active: true), "test", api.Clock.GetUtcNow());
        await api.Application.Policies.PutAsync(new ApprovalPolicy { LinkDecidesUpTo = Money.Of(1_000) }, "test", api.Clock.GetUtcNow());
        var payment = await api.SubmitAsync(await api.AddClientAsync());
        return (payment, (await api.Application.Mails.Links.IssueAsync((await api.Application.Records.FindAsync(payment))!, "coordinator", action)).Reveal());
    }

    /// <summary>A server that listens, and logs whatever there is, as the most talkative configuration would have it.</summary>
    private async Task<WebApplication> ServeAsync(Overheard overheard)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(overheard)
            .AddFilter<Overheard>(null, LogLevel.Trace).AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Trace);
        builder.Services.AddSingleton(api.Application);
        builder.Services.AddSingleton(api.Key);
        builder.Services.AddSingleton(Agency.Users);
        builder.Services.AddServerlessWeb(builder.Configuration, builder.Environment);
        var host = builder.Build();
        host.Services.GetRequiredService<DiagnosticListener>().Subscribe(overheard);
        host.UseServerless();
        await host.StartAsync();
        return host;
    }

    [GeneratedRegex("""<input type="hidden" name="(?<name>form|request)" value="(?<value>[^"]*)""")]
    private static partial Regex Hidden();

    [GeneratedRegex("<main.*</main>", RegexOptions.Singleline)]
    private static partial Regex MainPart();
}
