using System.Text.RegularExpressions;
using Serverless.Web.Tests.Hosting;
using Serverless.Web.Tests.MassPayments;

namespace Serverless.Web.Tests.Pages;

/// <summary>The boxes of a draft: whatever leads on from a page keeps them, and where they cannot be kept they stand as they were ticked.</summary>
[Trait("Req", "KEES-5")]
[Trait("Req", "ALL-4")]
public sealed class DraftBoxesTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Theory]
    [InlineData("tick", "next", "2", "?show=All&after=2")]
    [InlineData("tick", "part", "Faulty", "?show=Faulty&after=0")]
    [InlineData("tick", "edit", "3", "/entries/3")]
    [InlineData("entries/3/remove", "", "", "?show=All&after=0")]
    public async Task A_button_that_leads_on_keeps_the_boxes_first(string act, string name, string value, string to)
    {
        var draft = await DraftAsync();
        using var client = await SignedInAsync();
        var page = await client.GetAsync(draft);
        (string, string)[] leading = name.Length == 0 ? [] : [(name, value)];
        (string, string)[] form = [.. Seen(page), ("tick", "2"), .. leading];
        var reply = await client.PostAsync($"{draft}/{act}", page, form);
        Assert.Equal((302, draft + to), (reply.Status, reply.Location));
        Assert.Equal([2], await TickedAsync(draft));
        Assert.Equal(name.Length > 0, (await EntriesAsync(draft)).Contains(3));

        // Sent twice it has one effect, and leads to the same place.
        reply = await client.PostAsync($"{draft}/{act}", page, form);
        Assert.Equal((302, draft + to), (reply.Status, reply.Location));
        Assert.Equal([2], await TickedAsync(draft));
    }

    [Theory]
    [InlineData("tick")]
    [InlineData("approve")]
    [InlineData("entries/1/remove")]
    [InlineData("people")]
    public async Task Boxes_of_a_draft_that_changed_meanwhile_stand_as_they_were_ticked_and_nothing_is_done(string act)
    {
        var draft = await DraftAsync();
        using var client = await SignedInAsync();
        var page = await client.GetAsync(draft);
        (await api.PostAsync(MassCalls.User, $"/api{draft}/entries", MassCalls.Entry(await api.AddPersonAsync()))).Is(201);
        var reply = await client.PostAsync($"{draft}/{act}", page, [.. Seen(page), ("tick", "2"), ("tick", "3")]);
        Assert.Equal(422, reply.Status);
        Assert.Contains("Somebody was faster", reply.Body, StringComparison.Ordinal);
        Assert.Equal(["2", "3", "4"], Regex.Matches(reply.Body, "name=\"tick\" value=\"([0-9]+)\" checked").Select(match => match.Groups[1].Value));
        Assert.Equal([4], await TickedAsync(draft));
        Assert.Equal([1, 2, 3, 4], await EntriesAsync(draft));

        // What is shown again can be sent again.
        Assert.Equal(302, (await client.PostAsync($"{draft}/tick", reply, [.. Seen(reply), ("tick", "2"), ("tick", "3"), ("tick", "4")])).Status);
        Assert.Equal([2, 3, 4], await TickedAsync(draft));
    }

    [Fact]
    [Trait("Req", "KEES-3")]
    public async Task Finding_a_person_keeps_the_boxes_first_and_what_was_typed_where_they_cannot_be_kept()
    {
        var draft = await DraftAsync();
        var person = await api.AddPersonAsync();
        using var client = await SignedInAsync();
        var page = await client.GetAsync(draft);
        var reply = await client.PostAsync($"{draft}/people", page, [.. Seen(page), ("tick", "2"), ("clientId", person), ("enter", "true")]);
        Assert.Equal(200, reply.Status);
        Assert.Contains($"{person}@C-1", reply.Body, StringComparison.Ordinal);
        Assert.Equal([2], await TickedAsync(draft));

        // What was seen is of before.
        reply = await client.PostAsync($"{draft}/people", page, [.. Seen(page), ("tick", "3"), ("last", "Typed"), ("ssn", "900-20-6227")]);
        Assert.Equal(422, reply.Status);
        Assert.Contains("value=\"Typed\"", reply.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("6227", reply.Body, StringComparison.Ordinal);
        Assert.Equal([2], await TickedAsync(draft));
    }

    [Fact]
    public async Task Enter_on_a_box_keeps_the_boxes_and_looks_for_nobody()
    {
        var draft = await DraftAsync();
        using var client = await SignedInAsync();
        var page = await client.GetAsync(draft);
        var reply = await client.PostAsync($"{draft}/people", page, [.. Seen(page), ("tick", "1"), ("enter", "true")]);
        Assert.Equal((302, $"{draft}?show=All&after=0"), (reply.Status, reply.Location));
        Assert.Equal([1], await TickedAsync(draft));
    }

    /// <summary>A draft with three entries, of which none is ticked.</summary>
    private async Task<string> DraftAsync()
    {
        var path = await api.BeginAsync();
        for (var entry = 0; entry < 3; entry++)
        {
            (await api.PostAsync(MassCalls.User, $"{path}/entries", MassCalls.Entry(await api.AddPersonAsync(), isChecked: false))).Is(201);
        }

        return path["/api".Length..];
    }

    private async Task<IReadOnlyList<int>> EntriesAsync(string draft) => (await api.GetAsync(MassCalls.User, $"/api{draft}")).Is(200).Numbers();

    private async Task<IEnumerable<int>> TickedAsync(string draft)
        => (await api.GetAsync(MassCalls.User, $"/api{draft}")).Is(200).Json.GetProperty("entries").EnumerateArray()
            .Where(entry => entry.GetProperty("checked").GetBoolean()).Select(entry => entry.GetProperty("n").GetInt32()).ToList();

    /// <summary>What the page's form sends by itself.</summary>
    private static IEnumerable<(string, string)> Seen(PageReply page)
        => Regex.Matches(page.Body[page.Body.IndexOf("id=\"entries\"", StringComparison.Ordinal)..], "<input type=\"hidden\" name=\"(version|show|after|shown)\" value=\"([^\"]*)\"")
            .Select(match => (match.Groups[1].Value, match.Groups[2].Value)).DistinctBy(field => field.Item1 == "shown" ? field.ToString() : field.Item1);

    private async Task<PageClient> SignedInAsync()
    {
        var client = new PageClient(api);
        await client.SignInAsync(MassCalls.User);
        return client;
    }
}
