using System.Text.RegularExpressions;
using Serverless.Web.Tests.Hosting;
using Serverless.Web.Tests.Pages;

namespace Serverless.Web.Tests.Remittances;

/// <summary>The list of sessions, and the forms of the window that are refused.</summary>
[Trait("Req", "SAN-1")]
public sealed partial class RemittancePagesTests(RemittanceFixture fixture) : IClassFixture<RemittanceFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    public async Task Sessions_are_listed_from_the_latest_on_and_lead_on_to_the_older_ones()
    {
        const string User = "biller2";
        for (var made = 0; made < 53; made++)
        {
            await api.CreateAsync("10.00", user: User);
            api.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        using var client = await SignedInAsync(User);
        foreach (var tab in (string[])["open", "mine"])
        {
            var latest = await client.GetAsync($"/remittances?tab={tab}");
            var first = BatchesOf(latest);
            Assert.Equal(50, first.Count);
            var older = await client.GetAsync(OlderLink().Match(latest.Body).Groups["path"].Value.Replace("&amp;", "&", StringComparison.Ordinal));
            var second = BatchesOf(older);
            Assert.Equal(3, second.Count);
            Assert.Equal(Enumerable.Range(0, 53).Select(place => first[0] - place), [.. first, .. second]);
            Assert.DoesNotContain("Older ones", older.Body, StringComparison.Ordinal);
        }

        var byTheApi = (await api.GetAsync(User, $"{RemittanceCalls.Address}?top=2")).Is(200).Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("batchNumber").GetInt64()).ToList();
        Assert.Equal(byTheApi.Order(), byTheApi);
    }

    [Fact]
    [Trait("Req", "SAN-6")]
    public async Task A_batch_that_is_refused_beside_a_saved_one_keeps_what_was_typed()
    {
        var saved = await api.CreateAsync("10.00");
        (await api.PostAsync(RemittanceCalls.User, $"{saved}/save", null)).Is(200);
        using var client = await SignedInAsync(RemittanceCalls.User);
        var reply = await client.PostAsync("/remittances", await client.GetAsync("/remittances"), Batch("61.07"));
        AssertShownAgain(reply, "value=\"61.07\"", "You have saved batch");
        (await api.DeleteAsync(RemittanceCalls.User, saved)).Is(200);
    }

    [Fact]
    public async Task A_batch_and_a_check_that_were_changed_meanwhile_keep_what_was_typed()
    {
        var page = Page(await api.CreateAsync("10.00"));
        using var client = await SignedInAsync(RemittanceCalls.User);
        var seen = await client.GetAsync(page);
        AssertShownAgain(await client.PostAsync($"{page}/batch", seen, [("version", "99"), .. Batch("61.07")]), "value=\"61.07\"", "<details id=\"edit\" open", "Somebody was faster");
        AssertShownAgain(await client.PostAsync($"{page}/checks", seen, Check("99", "7.31")), "value=\"7.31\"", "value=\"By hand\"", "Somebody was faster");
    }

    [Fact]
    [Trait("Req", "SAN-2")]
    public async Task A_form_that_the_window_has_no_longer_is_told_of_with_what_was_typed()
    {
        var path = await api.CreateAsync("10.00");
        using var client = await SignedInAsync(RemittanceCalls.User);
        var seen = await client.GetAsync(Page(path));
        (await api.PostAsync(RemittanceCalls.User, $"{path}/checks", RemittanceCalls.Check("5.00"))).Is(201);
        var check = await client.PostAsync($"{Page(path)}/checks", seen, Check("1", "7.31"));
        AssertShownAgain(check, "Somebody was faster", "amount 7.31", "comment By hand");
        Assert.DoesNotContain("id=\"amount\"", check.Body, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "SAN-5")]
    public async Task A_refused_row_that_is_listed_no_longer_is_told_of_with_what_was_typed()
    {
        var (paid, _) = (await api.BillAsync("Page Payer", 60m), await api.BillAsync("Page Payer", 30m));
        var path = await api.BeginAsync("90.00");
        using var client = await SignedInAsync(RemittanceCalls.User);
        var seen = await client.GetAsync($"{Page(path)}?payer=Page+Payer");
        Assert.Contains($"id=\"post-{paid}-0\"", seen.Body, StringComparison.Ordinal);
        await api.PayAsync(paid, "60.00");
        var reply = await client.PostAsync($"{Page(path)}/rows", seen, ("version", "2"), ("query", "?payer=Page+Payer"), ("invoice", paid), ("post", "59.99"), ("adjustment", "0.01"), ("action", "enter"));
        Assert.InRange(reply.Status, 400, 499);
        Assert.Contains($"<p>Not saved: invoice {paid}.</p>", reply.Body, StringComparison.Ordinal);
        Assert.Contains("You had typed: post 59.99, adjustment 0.01.", reply.Body, StringComparison.Ordinal);
        Assert.DoesNotContain($"id=\"post-{paid}-0\"", reply.Body, StringComparison.Ordinal);
    }

    private static string Page(string path) => path["/api".Length..];

    private static (string, string)[] Batch(string total) => [("applyAs", "Cash"), ("batchType", "CHECK"), ("batchTotal", total), ("batchDate", "2026-11-20"), ("bankId", "BANK-1")];

    private static (string, string)[] Check(string version, string amount) => [("version", version), ("refNo", "77"), ("type", "CHECK"), ("dated", "2026-11-19"), ("amount", amount), ("comment", "By hand")];

    private static List<long> BatchesOf(PageReply reply) => [.. BatchLink().Matches(reply.Body).Select(match => long.Parse(match.Groups["number"].Value, System.Globalization.CultureInfo.InvariantCulture))];

    private static void AssertShownAgain(PageReply reply, params string[] parts)
    {
        Assert.Equal(422, reply.Status);
        Assert.All(parts, part => Assert.Contains(part, reply.Body, StringComparison.Ordinal));
    }

    private async Task<PageClient> SignedInAsync(string user)
    {
        var client = new PageClient(api);
        await client.SignInAsync(user);
        return client;
    }

    [GeneratedRegex(">Batch (?<number>[0-9]+)</a>")]
    private static partial Regex BatchLink();

    [GeneratedRegex("href=\"(?<path>/remittances[^\"]*before=[^\"]*)\"")]
    private static partial Regex OlderLink();
}
