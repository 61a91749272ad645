using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Payments.Users;
using Serverless.Web.Tests.Hosting;
using Serverless.Web.Tests.MassPayments;
using Serverless.Web.Tests.ProviderPayments;

namespace Serverless.Web.Tests.Pages;

/// <summary>What was typed is never lost: a form that is refused is shown again with it, over what stands now, and says why.</summary>
[Trait("Req", "ALL-4")]
public sealed class TypedAgainTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string Typed = "Written by hand, with care";
    private readonly Api api = fixture.Api;

    [Fact]
    public async Task A_payment_that_moved_on_meanwhile_keeps_the_reason_that_was_typed()
    {
        var payment = await api.SubmitAsync(await api.AddClientAsync());
        using var client = await SignedInAsync("coordinator");
        var reply = await client.PostAsync($"/payments/{payment}/deny", await client.GetAsync($"/payments/{payment}"), ("version", "7"), ("note", Typed));
        AssertShownAgain(reply, $">{Typed}</textarea>", "Somebody was faster");
        Assert.Equal(PaymentStatus.WaitingScApproval, (await api.Application.Records.FindAsync(payment))!.Status);
    }

    [Fact]
    public async Task A_reason_stays_readable_when_there_is_nothing_more_to_decide()
    {
        var payment = await api.SubmitAsync(await api.AddClientAsync());
        using var client = await SignedInAsync("coordinator");
        var seen = await client.GetAsync($"/payments/{payment}");
        (await api.PostAsync("coordinator", $"/api/payments/{payment}/approve", null)).Is(200);
        AssertShownAgain(await client.PostAsync($"/payments/{payment}/deny", seen, ("version", "1"), ("note", Typed)), $"<q>{Typed}</q>");
    }

    [Fact]
    public async Task The_inbox_keeps_the_ticks_and_says_that_a_reason_is_missing_beside_its_field()
    {
        var (first, second) = (await api.SubmitAsync(await api.AddClientAsync()), await api.SubmitAsync(await api.AddClientAsync()));
        using var client = await SignedInAsync("coordinator");
        var reply = await client.PostAsync("/inbox/decide", await client.GetAsync("/inbox"), ("action", "deny"), ("payment", $"{first}@1"));
        AssertShownAgain(reply, $"value=\"{first}@1\" checked", "aria-describedby=\"reason-fault\" autofocus", "id=\"reason-fault\">Say why you deny them");
        Assert.DoesNotContain($"value=\"{second}@1\" checked", reply.Body, StringComparison.Ordinal);
        AssertShownAgain(await client.PostAsync("/inbox/decide", reply, ("action", "deny"), ("reason", Typed)), $"value=\"{Typed}\"", "Nothing was chosen");
        AssertShownAgain(await client.PostAsync("/inbox/decide", reply, ("action", "deny"), ("reason", Typed), ("payment", $"{first}@9")), $"value=\"{Typed}\"", "Nothing was changed:", $"<li>{first}: ");
        Assert.Equal(PaymentStatus.WaitingScApproval, (await api.Application.Records.FindAsync(first))!.Status);
    }

    [Fact]
    public async Task The_inbox_stays_on_its_page_when_one_has_acted()
    {
        var (_, first, second) = (await api.SubmitAsync(await api.AddClientAsync()), await api.SubmitAsync(await api.AddClientAsync()), await api.SubmitAsync(await api.AddClientAsync()));
        using var client = await SignedInAsync("coordinator");
        var after = (await api.Application.Inbox.ReadAsync(new Caller("coordinator", new HashSet<Role> { Role.Coordinator }), null, 1)).Next!;
        var here = $"/inbox?after={Uri.EscapeDataString(after)}";
        var page = await client.GetAsync(here);
        Assert.Contains($"name=\"after\" value=\"{after}\"", page.Body, StringComparison.Ordinal);
        var reply = await client.PostAsync("/inbox/decide", page, ("after", after), ("action", "approve"), ("payment", $"{second}@1"));
        Assert.Equal((302, here), (reply.Status, reply.Location));
        AssertShownAgain(await client.PostAsync("/inbox/decide", page, ("after", after), ("action", "deny"), ("payment", $"{first}@1")), $"name=\"after\" value=\"{after}\"");
    }

    [Fact]
    [Trait("Req", "CARE-2")]
    public async Task A_sheet_that_changed_meanwhile_keeps_the_month_that_was_typed()
    {
        var month = await CareMonth.NextAsync(api);
        var path = $"/provider-payments/{month.IdOf("P-100", Agency.Client)}/sheet";
        using var client = await SignedInAsync("provider");
        var reply = await client.PostAsync(path, await client.GetAsync(path), ("version", "99"), ("in-03", "07:41"), ("out-03", "15:12"), ("absence-04", Typed));
        AssertShownAgain(reply, "value=\"07:41\"", "value=\"15:12\"", $"value=\"{Typed}\"", "Somebody was faster");
        Assert.Empty(await api.Application.ProviderPayments.Records.SheetAsync((await month.RecordAsync())!));
    }

    [Fact]
    [Trait("Req", "CARE-3")]
    public async Task A_provider_payment_that_changed_meanwhile_keeps_the_question_that_was_typed()
    {
        var month = await CareMonth.NextAsync(api);
        await month.SignedAsync();
        var path = $"/provider-payments/{month.IdOf("P-100", Agency.Client)}";
        using var client = await SignedInAsync("operations");
        var reply = await client.PostAsync($"{path}/hold", await client.GetAsync(path), ("version", "99"), ("act", "question"), ("question", Typed));
        AssertShownAgain(reply, $">{Typed}</textarea>", "Somebody was faster");
    }

    [Fact]
    [Trait("Req", "KEES-4")]
    public async Task An_entry_of_a_draft_that_changed_meanwhile_stays_in_its_form()
    {
        var draft = (await api.BeginAsync())[MassCalls.Address.Length..];
        var person = await api.AddPersonAsync();
        using var client = await SignedInAsync("operations");
        var page = await client.GetAsync($"/mass-payments{draft}/entries/new?for={person}@C-1");
        (string, string)[] entry = [("clientId", person), ("caseNumber", "C-1"), ("needCategory", "Transportation"), ("needType", "Bus Pass"), ("amount", "12.34"), ("begin", "11/22/2026"), ("end", "11/23/2026")];
        AssertShownAgain(await client.PostAsync($"/mass-payments{draft}/entries", page, [("version", "99"), .. entry]), "value=\"12.34\"", "Somebody was faster");
        var tooLong = await client.PostAsync($"/mass-payments{draft}/entries", page, [.. entry.Where(field => field.Item1 != "begin"), ("begin", new string('x', 61))]);
        AssertShownAgain(tooLong, "value=\"12.34\"", "id=\"fault-begin\"");
        Assert.Equal(0, (await api.GetAsync("operations", $"{MassCalls.Address}{draft}")).Is(200).Json.GetProperty("entries").GetArrayLength());
    }

    [Fact]
    [Trait("Req", "PS-2")]
    public async Task An_account_that_changed_meanwhile_keeps_the_charge_and_the_payment_that_were_typed()
    {
        var participant = await api.AddClientAsync();
        using var client = await SignedInAsync("biller");
        var page = await client.GetAsync($"/participants/{participant}");
        var charge = await client.PostAsync($"/participants/{participant}/charges", page, ("version", "9"), ("date", "2026-11-02"), ("amount", "61.07"), ("printPeriod", "2026-11"), ("description", Typed));
        AssertShownAgain(charge, "value=\"61.07\"", $"value=\"{Typed}\"", "Somebody was faster");
        var paid = await client.PostAsync($"/participants/{participant}/payments", page, ("version", "9"), ("step", "save"), ("paidBy", "cash"), ("amount", "44.03"), ("postingDate", "2026-11-02"));
        AssertShownAgain(paid, "value=\"44.03\"", "value=\"cash\" selected", "Somebody was faster");
    }

    [Fact]
    [Trait("Req", "PS-4")]
    public async Task An_adjustment_that_is_refused_is_shown_again_with_its_payment_also_where_that_is_an_earlier_one()
    {
        var path = $"/participants/{await api.AddClientAsync()}/payments";
        for (var number = 1; number <= 101; number++)
        {
            (await api.PostAsync("biller", $"/api{path}", """{"form":"cash","amount":9,"postingDate":"2026-11-02"}""")).Is(201);
        }

        const string earliest = "2026-11-02-1";
        using var client = await SignedInAsync("biller");
        var page = await client.GetAsync($"{path}?after=100");
        Assert.Contains($"value=\"{earliest}\"", page.Body, StringComparison.Ordinal);
        var unsaid = await client.PostAsync($"{path}/adjust", page, ("version", "101"), ("payment", earliest), ("amount", "7.01"));
        AssertShownAgain(unsaid, $"id=\"{earliest}-amount\" name=\"amount\" type=\"text\" value=\"7.01\"", $"id=\"{earliest}-reason-fault\"", "Nothing was adjusted");
        var stale = await client.PostAsync($"{path}/adjust", page, ("version", "100"), ("payment", earliest), ("amount", "7.01"), ("reason", Typed));
        AssertShownAgain(stale, "value=\"7.01\"", $"value=\"{Typed}\"", "Somebody was faster");
        var done = await client.PostAsync($"{path}/adjust", page, ("version", "101"), ("payment", earliest), ("amount", "7.01"), ("reason", Typed));
        Assert.Equal((302, $"{path}?after=100"), (done.Status, done.Location));
    }

    [Fact]
    [Trait("Req", "KEES-6")]
    public async Task A_payment_request_that_moved_on_meanwhile_keeps_the_reason_that_was_typed()
    {
        var path = (await api.RequestAsync())["/api".Length..];
        using var client = await SignedInAsync("operations");
        var page = await client.GetAsync(path);
        AssertShownAgain(await client.PostAsync($"{path}/cancel", page, ("version", "7"), ("reason", Typed)), "autofocus><p>Somebody was faster", $">{Typed}</textarea>");
        AssertShownAgain(await client.PostAsync($"{path}/authorize", page, ("version", "1"), ("reason", Typed)), $">{Typed}</textarea>");
        AssertShownAgain(await client.PostAsync($"{path}/cancel", page, ("version", "1")), "aria-invalid=\"true\" autofocus aria-describedby=\"fault-reason\"", "Nothing was changed");
        Assert.Equal(302, (await client.PostAsync($"{path}/cancel", page, ("version", "1"), ("reason", "Paid in cash"))).Status);
        AssertShownAgain(await client.PostAsync($"{path}/cancel", page, ("version", "1"), ("reason", Typed)), $"<q>{Typed}</q>");
    }

    [Fact]
    [Trait("Req", "UPI-7")]
    public async Task A_policy_that_changed_meanwhile_keeps_what_was_typed_and_a_wrong_holiday_is_marked()
    {
        using var client = await SignedInAsync("admin");
        var page = await client.GetAsync("/policy");
        var stale = await client.PostAsync("/policy", page, ("version", "99"), ("linkHours", "48"), ("secondApprovalAbove", "4,321.00"), ("holidays", "2026-12-25"));
        AssertShownAgain(stale, "value=\"4,321.00\"", ">2026-12-25</textarea>", "changed meanwhile");
        var wrong = await client.PostAsync("/policy", page, ("version", "0"), ("linkHours", "48"), ("holidays", "Christmas"));
        AssertShownAgain(wrong, "rows=\"4\" aria-invalid=\"true\" aria-describedby=\"about-holidays\" autofocus", ">Christmas</textarea>");
    }

    [Fact]
    public async Task A_user_that_changed_meanwhile_keeps_what_was_typed_ticks_and_all()
    {
        await api.Application.Users.PutAsync(new User("walker", "W. Walker", null, [Role.Office], null, null, null, MailPreference.Each, Active: true), "test", api.Clock.GetUtcNow());
        using var client = await SignedInAsync("admin");
        var reply = await client.PostAsync("/users", await client.GetAsync("/users/walker"), ("version", "9"), ("name", "walker"), ("fullName", Typed), ("role", "Manager"));
        AssertShownAgain(reply, $"value=\"{Typed}\"", "value=\"Manager\" checked", "Somebody was faster");
        Assert.DoesNotContain("name=\"active\" checked", reply.Body, StringComparison.Ordinal);
        Assert.Equal("W. Walker", (await api.Application.Users.FindAsync("walker"))!.FullName);
    }

    [Fact]
    [Trait("Req", "UPI-7")]
    public async Task A_delegation_without_its_last_day_says_so_there_and_keeps_the_others()
    {
        await api.Application.Users.PutAsync(new User("coordinator2", "C. Two", null, [Role.Coordinator], null, null, null, MailPreference.Each, Active: true), "test", api.Clock.GetUtcNow());
        using var client = await SignedInAsync("coordinator");
        var reply = await client.PostAsync("/me/delegations", await client.GetAsync("/me"), ("to", "coordinator2"), ("begin", "2026-12-01"));
        AssertShownAgain(reply, "value=\"coordinator2\" selected", "value=\"2026-12-01\"", "aria-invalid=\"true\" autofocus aria-describedby=\"end-fault\"", "id=\"end-fault\"");
    }

    [Fact]
    public async Task A_budget_that_is_no_number_says_so_in_its_own_form_and_one_that_changed_keeps_it()
    {
        var id = await api.AddClientAsync();
        using var client = await SignedInAsync("coordinator");
        var page = await client.GetAsync($"/clients/{id}");
        var wrong = await client.PostAsync($"/clients/{id}/budgets", page, ("serviceCode", "SLN"), ("version", "1"), ("monthlyMax", "forty"));
        AssertShownAgain(wrong, "id=\"SLN-monthlyMax\" name=\"monthlyMax\" type=\"text\" value=\"forty\" aria-invalid=\"true\"", "id=\"SLN-monthlyMax-fault\"");
        Assert.DoesNotContain("id=\"monthlyMax-fault\"", wrong.Body, StringComparison.Ordinal);
        AssertShownAgain(await client.PostAsync($"/clients/{id}/budgets", page, ("serviceCode", "SLN"), ("version", "9"), ("monthlyMax", "41.25")), "value=\"41.25\"", "changed meanwhile");
        AssertShownAgain(await client.PostAsync($"/clients/{id}/budgets", page, ("serviceCode", "SLH"), ("monthlyMax", "x")), "id=\"serviceCode\" name=\"serviceCode\" type=\"text\" value=\"SLH\"", "id=\"monthlyMax-fault\"");
    }

    [Fact]
    public async Task A_reason_of_2000_characters_counts_a_line_end_as_one_and_a_longer_one_is_shown_again()
    {
        await api.Application.Users.PutAsync(new User("coordinator", "C. One", null, [Role.Coordinator], null, null, null, MailPreference.Each, Active: true), "test", api.Clock.GetUtcNow());
        var payment = await api.SubmitAsync(await api.AddClientAsync());
        var link = $"/links?token={(await api.Application.Mails.Links.IssueAsync((await api.Application.Records.FindAsync(payment))!, "coordinator", PaymentAction.Deny)).Reveal()}";
        using var client = await SignedInAsync("coordinator");
        link = (await client.GetAsync(link)).Location!;
        var page = await client.GetAsync(link);
        AssertShownAgain(await client.PostAsync(link, page, ("note", $"{Typed}{new string('x', 2_000)}")), $">{Typed}xxx", "2000 are possible");
        var fits = string.Join("\r\n", Enumerable.Repeat(new string('x', 39), 50));
        Assert.Equal(200, (await client.PostAsync(link, page, ("note", fits))).Status);
        Assert.Equal(PaymentStatus.DeniedBySc, (await api.Application.Records.FindAsync(payment))!.Status);
    }

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
}
