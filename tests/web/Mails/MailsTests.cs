using System.Text.Json;
using Serverless.Payments.Identity;
using Serverless.Payments.Mails;
using Serverless.Payments.Users;
using Serverless.Testing;
using Serverless.Web.Tests.Hosting;
using Serverless.Web.Tests.Pages;

namespace Serverless.Web.Tests.Mails;

[Trait("Req", "ALL-4")]
public sealed class MailsTests
{
    [Fact]
    public async Task The_admin_sees_what_became_of_mails_and_has_a_refused_one_tried_again()
    {
        await using var api = await Api.StartAsync();
        var added = await api.Application.Users.PutAsync(new User("postmaster", "The postmaster", "postmaster@agency.example", [Role.Ofo]), "admin", api.Clock.GetUtcNow());
        Assert.Null(added.Refusal);
        api.Carrier.Answer = _ => MailReceipt.Refused("550 no such mailbox");
        await api.Application.Mails.Outbox.RecordAsync(new MailCause(MailKind.Notice, "postmaster", Notice: new NoticeText("n1", "a1", new("A subject", []))));

        var refused = await OnlyAsync(api, "Refused");
        Assert.Equal(("Notice", "postmaster", "550 no such mailbox"), (refused.GetProperty("kind").GetString(), refused.GetProperty("user").GetString(), refused.GetProperty("detail").GetString()));
        Assert.DoesNotContain("A subject", refused.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("@", refused.GetRawText(), StringComparison.Ordinal);

        var id = refused.GetProperty("id").GetString();
        api.Carrier.Answer = _ => MailReceipt.Taken;
        Assert.Equal("Waiting", (await api.PostAsync("admin", $"/api/mails/{id}/retry", null)).Is(200).Text("status"));
        await OnlyAsync(api, "Sent");
        (await api.PostAsync("admin", $"/api/mails/{id}/retry", null)).IsProblem(409, "MAIL_SETTLED");
        Assert.Equal(id, (await OnlyAsync(api, "")).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Several_mails_are_tried_again_at_once_and_of_each_is_told_what_came_of_it()
    {
        await using var api = await Api.StartAsync();
        await RecordAsync(api, "sent");
        await OnlyAsync(api, "Sent");
        api.Carrier.Answer = _ => MailReceipt.Refused("550 no such mailbox");
        await RecordAsync(api, "one", "two", "three");
        await RefusedAsync(api, 3);

        api.Carrier.Answer = _ => MailReceipt.Taken;
        var reply = (await api.PostAsync("admin", "/api/mails/retry", $$"""{"ids":["{{KeyOf("two")}}","{{KeyOf("sent")}}","{{new string('0', 32)}}","{{KeyOf("one")}}","{{KeyOf("two")}}"]}""")).Is(200);
        Assert.Equal(["Trying", "Settled", "NotFound", "Trying"], reply.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("outcome").GetString()));
        await Until.TrueAsync(() => Task.FromResult(api.Carrier.Taken.Count == 3));
        Assert.Equal(1, await CountAsync(api, "Refused"));
        (await api.PostAsync("admin", "/api/mails/retry", """{"ids":[]}""")).IsProblem(422, "BAD_COUNT");
        Assert.Contains("ids has an element that is null", (await api.PostAsync("admin", "/api/mails/retry", """{"ids":[null]}""")).Is(400).Body, StringComparison.Ordinal);
        (await api.PostAsync("admin", "/api/mails/retry", $$"""{"ids":["{{string.Join("\",\"", Enumerable.Range(0, 101))}}"]}""")).IsProblem(422, "BAD_COUNT");
    }

    [Fact]
    public async Task On_the_page_the_last_caused_stands_first_and_the_ticked_ones_or_all_are_tried_again()
    {
        await using var api = await Api.StartAsync();
        api.Carrier.Answer = _ => MailReceipt.Refused("550 no such mailbox");
        await RecordAsync(api, "one", "two", "three");
        await RefusedAsync(api, 3);
        api.Carrier.Answer = _ => MailReceipt.Taken;
        using var admin = new PageClient(api);
        await admin.SignInAsync("admin");
        var page = await admin.GetAsync("/mails?status=Refused");
        var places = (string[])[KeyOf("three"), KeyOf("two"), KeyOf("one")];
        Assert.Equal(places, places.OrderBy(key => page.Body.IndexOf(key, StringComparison.Ordinal)));

        var reply = await admin.PostAsync("/mails/retry", page, ("status", "Refused"), ("mail", KeyOf("two")), ("mail", new string('0', 32)));
        Assert.Equal((302, "/mails?status=Refused"), (reply.Status, reply.Location));
        Assert.Contains("1 mail is tried again, for another week; 1 not:", (await admin.GetAsync(reply.Location!)).Body, StringComparison.Ordinal);
        await Until.TrueAsync(() => Task.FromResult(api.Carrier.Taken.Count == 1));
        await admin.PostAsync("/mails/retry", page);
        Assert.Contains("Nothing was chosen", (await admin.GetAsync("/mails")).Body, StringComparison.Ordinal);
        await admin.PostAsync("/mails/retry", page, ("all", "on"));
        Assert.Contains("2 mails are tried again, for another week.", (await admin.GetAsync("/mails")).Body, StringComparison.Ordinal);
        await Until.TrueAsync(() => Task.FromResult(api.Carrier.Taken.Count == 3));

        using var auditor = new PageClient(api);
        await auditor.SignInAsync("auditor");
        Assert.DoesNotContain("type=\"checkbox\"", (await auditor.GetAsync("/mails")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status=Lost", "BAD_STATUS")]
    [InlineData("top=0", "BAD_TOP")]
    [InlineData("after=%2F", "BAD_AFTER")]
    [InlineData("user=x", "UNKNOWN_QUERY")]
    public async Task A_list_that_cannot_be_is_refused(string query, string code)
    {
        await using var api = await Api.StartAsync();
        (await api.GetAsync("auditor", $"/api/mails?{query}")).IsProblem(400, code);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("00000000000000000000000000000000")]
    public async Task A_mail_that_is_not_there_cannot_be_tried_again(string id)
    {
        await using var api = await Api.StartAsync();
        (await api.PostAsync("admin", $"/api/mails/{id}/retry", null)).IsProblem(404, "NOT_FOUND");
    }

    private static MailCause CauseOf(string id) => new(MailKind.Notice, "postmaster", Notice: new NoticeText(id, "a1", new("A subject", [])));

    private static string KeyOf(string id) => MailRecord.KeyOf(CauseOf(id).ToId());

    /// <summary>Mails to somebody who has an address, a second after one another.</summary>
    private static async Task RecordAsync(Api api, params string[] ids)
    {
        await api.Application.Users.PutAsync(new User("postmaster", "The postmaster", "postmaster@agency.example", [Role.Ofo]), "admin", api.Clock.GetUtcNow());
        foreach (var id in ids)
        {
            await api.Application.Mails.Outbox.RecordAsync(CauseOf(id));
            api.Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private static async Task<int> CountAsync(Api api, string status) => (await api.GetAsync("admin", $"/api/mails?status={status}")).Is(200).Json.GetProperty("items").GetArrayLength();

    private static Task RefusedAsync(Api api, int count) => Until.TrueAsync(async () => await CountAsync(api, "Refused") == count);

    private static async Task<JsonElement> OnlyAsync(Api api, string status)
    {
        JsonElement[] items = [];
        await Until.TrueAsync(async () => (items = [.. (await api.GetAsync("admin", $"/api/mails?status={status}")).Is(200).Json.GetProperty("items").EnumerateArray()]).Length == 1);
        return items[0];
    }
}
