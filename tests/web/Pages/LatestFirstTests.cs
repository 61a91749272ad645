using System.Net;
using System.Text.RegularExpressions;
using Serverless.Payments.Identity;
using Serverless.Payments.Notifications;
using Serverless.Web.Tests.Hosting;
using Serverless.Web.Tests.MassPayments;

namespace Serverless.Web.Tests.Pages;

/// <summary>Lists that people read from the top have the latest there, and lead on to the older.</summary>
[Trait("Req", "ALL-4")]
public sealed partial class LatestFirstTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    public async Task Notices_begin_with_the_latest_and_lead_on_to_the_first()
    {
        for (var number = 1; number <= 120; number++)
        {
            await api.Application.Notices.TellAsync(new Notice($"told-{number:D3}", Role.Manager, null, $"News {number:D3}", "It happened.", "about", default));
            api.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        using var client = await SignedInAsync("manager");
        var pages = new List<string[]>();
        var path = "/notices";
        while (path is not null)
        {
            var reply = await client.GetAsync(path);
            Assert.Equal(200, reply.Status);
            pages.Add([.. News().Matches(reply.Body).Select(match => match.Value)]);
            path = Older(reply);
        }

        Assert.Equal([50, 50, 20], pages.Select(page => page.Length));
        Assert.Equal(Enumerable.Range(1, 120).Reverse().Select(number => $"News {number:D3}"), pages.SelectMany(page => page));
        Assert.Equal(400, (await client.GetAsync("/notices?before=%23")).Status);
    }

    [Fact]
    [Trait("Req", "KEES-1")]
    public async Task Mass_payments_begin_with_the_latest_and_those_before_a_place_are_the_older()
    {
        var made = new List<string>();
        for (var number = 0; number < 3; number++)
        {
            made.Insert(0, (await api.BeginAsync())[(MassCalls.Address.Length + 1)..]);
            api.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        using var client = await SignedInAsync("operations");
        Assert.Equal(made, Drafts(await client.GetAsync("/mass-payments")));
        Assert.Equal(made, Drafts(await client.GetAsync("/mass-payments?status=Draft")));
        var latest = await api.Application.MassPayments.LatestAsync(api.Clock.GetUtcNow(), null, 1);
        var older = await client.GetAsync($"/mass-payments?before={Uri.EscapeDataString(latest.Older!)}");
        Assert.Equal(made.Skip(1), Drafts(older));
        Assert.Contains("href=\"/mass-payments\">The latest</a>", older.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_latest_payments_of_a_client_are_the_latest_of_all()
    {
        var id = await api.AddClientAsync();
        var made = new List<string>();
        using var client = await SignedInAsync("coordinator");
        for (var number = 0; number < 22; number++)
        {
            made.Insert(0, await api.SubmitAsync(id, 1, $"2026-10-{number + 1:D2}"));
            api.Clock.Advance(TimeSpan.FromMilliseconds(1));
            var leadsOn = (await client.GetAsync($"/clients/{id}")).Body.Contains($"href=\"/payments?client={id}\"", StringComparison.Ordinal);
            Assert.Equal(made.Count > 20, leadsOn);
        }

        var reply = await client.GetAsync($"/clients/{id}");
        Assert.Equal(made.Take(20), Payment().Matches(reply.Body).Select(match => match.Groups["id"].Value));
        Assert.DoesNotContain("may be missing", reply.Body, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Drafts(PageReply reply) => Draft().Matches(reply.Body).Select(match => match.Groups["id"].Value);

    private static string? Older(PageReply reply)
        => OlderLink().Match(reply.Body) is { Success: true } match ? WebUtility.HtmlDecode(match.Groups["path"].Value) : null;

    private async Task<PageClient> SignedInAsync(string user)
    {
        var client = new PageClient(api);
        await client.SignInAsync(user);
        return client;
    }

    [GeneratedRegex("News [0-9]{3}(?=</h2>)")]
    private static partial Regex News();

    [GeneratedRegex("href=\"(?<path>[^\"]*)\">Older ones</a>")]
    private static partial Regex OlderLink();

    [GeneratedRegex("<a href=\"/mass-payments/(?<id>mp-[0-9a-f]+)\"")]
    private static partial Regex Draft();

    [GeneratedRegex("<a href=\"/payments/(?<id>[^\"]+)\"")]
    private static partial Regex Payment();
}
