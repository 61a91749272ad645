using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Serverless.Payments.Identity;
using Serverless.Payments.Users;
using Serverless.Web.Tests.Hosting;
using Serverless.Web.Tests.MassPayments;
using Serverless.Web.Tests.ProviderPayments;

namespace Serverless.Web.Tests.Pages;

/// <summary>A form that comes back says above it that nothing was done, and puts the keyboard on the first thing at fault, or on what is said where no field is.</summary>
[Trait("Req", "ALL-4")]
public sealed partial class FirstFaultTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string Summary = "<div class=\"told failed\"";
    private readonly Api api = fixture.Api;

    [Fact]
    public async Task An_upload_without_a_file_leads_to_the_file_and_a_refused_file_to_what_is_wrong_with_it()
    {
        using var client = await SignedInAsync("operations");
        var page = await client.GetAsync("/invoices/new");
        Assert.Empty(Focused(page));
        AssertLeadsTo(await UploadAsync(client, page, null), "id=\"file\"");
        var refused = await UploadAsync(client, page, "no header at all");
        AssertLeadsTo(refused, Summary);
        Assert.Contains("<li>Line 1, ", refused.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_leads_to_its_first_field_at_fault_and_one_that_changed_meanwhile_keeps_what_was_typed()
    {
        using var client = await SignedInAsync("admin");
        var page = await client.GetAsync("/codes/batch-types");
        AssertLeadsTo(await client.PostAsync("/codes/batch-types", page), "id=\"new-code\"");
        AssertLeadsTo(await client.PostAsync("/codes/batch-types", page, ("code", "FIRST"), ("name", "First")), "<fieldset");
        var banks = await client.GetAsync("/codes/banks");
        Assert.Equal(302, (await client.PostAsync("/codes/banks", banks, ("code", "FIRST"), ("name", "First"))).Status);
        var stale = await client.PostAsync("/codes/banks", await client.GetAsync("/codes/banks"), ("code", "FIRST"), ("version", "9"), ("name", "Typed with care"));
        AssertLeadsTo(stale, Summary);
        Assert.Contains("Somebody was faster", stale.Body, StringComparison.Ordinal);
        Assert.Contains("value=\"Typed with care\"", stale.Body, StringComparison.Ordinal);
        AssertLeadsTo(await client.PostAsync("/codes/banks", banks, ("code", "FIRST"), ("version", "1"), ("name", " ")), "id=\"FIRST-name\"");
    }

    [Fact]
    [Trait("Req", "UPI-5")]
    public async Task A_run_without_a_reason_leads_to_the_reason()
    {
        using var client = await SignedInAsync("operations");
        AssertLeadsTo(await client.PostAsync("/runs", await client.GetAsync("/runs")), "id=\"reason\"");
    }

    [Fact]
    [Trait("Req", "CARE-3")]
    public async Task An_adjustment_leads_to_its_first_field_at_fault_and_one_of_a_payment_that_changed_keeps_what_was_typed()
    {
        var care = await CareMonth.NextAsync(api);
        await care.PaidAsync();
        var path = care.Path["/api".Length..];
        using var client = await SignedInAsync("operations");
        var page = await client.GetAsync(path);
        AssertLeadsTo(await client.PostAsync($"{path}/adjust", page, ("amount", "much"), ("why", "A day")), "id=\"amount\"");
        AssertLeadsTo(await client.PostAsync($"{path}/adjust", page, ("amount", "5.00")), "id=\"why\"");
        var stale = await client.PostAsync($"{path}/adjust", page, ("version", "1"), ("amount", "5.01"), ("why", "A day was missing"));
        AssertLeadsTo(stale, Summary);
        Assert.Contains("value=\"5.01\"", stale.Body, StringComparison.Ordinal);
        Assert.Contains("value=\"A day was missing\"", stale.Body, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "CARE-2")]
    public async Task A_signature_leads_to_the_name_or_to_the_box_that_is_missing()
    {
        var care = await CareMonth.NextAsync(api);
        (await care.SubmitAsync()).Is(200);
        var path = $"{care.Path["/api".Length..]}/sign";
        using var client = await SignedInAsync("parent");
        var page = await client.GetAsync(path);
        var unnamed = await client.PostAsync(path, page, ("confirm", "yes"));
        AssertLeadsTo(unnamed, "id=\"name\"");
        Assert.Contains("value=\"yes\" checked", unnamed.Body, StringComparison.Ordinal);
        AssertLeadsTo(await client.PostAsync(path, page, ("name", "Maria Lopez")), "name=\"confirm\"");
    }

    [Fact]
    [Trait("Req", "KEES-2")]
    public async Task A_mass_payment_leads_to_the_aid_code_or_the_file_that_is_missing()
    {
        const string path = "/mass-payments/new/P-200/S-200";
        using var client = await SignedInAsync("operations");
        var page = await client.GetAsync(path);
        AssertLeadsTo(await client.PostAsync(path, page, ("way", "type")), "name=\"aidCode\"");
        AssertLeadsTo(await client.PostAsync(path, page, ("way", "file"), ("aidCode", "ET")), "id=\"file\"");
    }

    [Fact]
    [Trait("Req", "UPI-4")]
    public async Task A_payment_that_fails_the_validation_leads_a_coordinator_who_has_no_such_field_to_what_is_said()
    {
        var id = (await api.PostAsync("provider", "/api/payments", Calls.Facts(await api.AddClientAsync(), 44))).Text("id");
        using var client = await SignedInAsync("coordinator");
        var page = await client.GetAsync($"/payments/{id}");
        var version = (await api.Application.Records.FindAsync(id))!.Version.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var refused = await client.PostAsync($"/payments/{id}/approve", page, ("version", version));
        AssertLeadsTo(refused, Summary);
        Assert.Contains("Monthly Max", refused.Body, StringComparison.Ordinal);

        // Where there is a field for what is missing, the keyboard is there.
        var waiting = await api.SubmitAsync(await api.AddClientAsync());
        AssertLeadsTo(await client.PostAsync($"/payments/{waiting}/deny", await client.GetAsync($"/payments/{waiting}"), ("version", "1")), "id=\"note\"");
    }

    [Fact]
    [Trait("Req", "KEES-3")]
    public async Task A_search_for_a_person_leads_to_its_first_field_at_fault_or_to_what_is_said()
    {
        var path = (await api.BeginAsync())["/api".Length..];
        using var client = await SignedInAsync("operations");
        var page = await client.GetAsync(path);
        AssertLeadsTo(await client.PostAsync($"{path}/people", page, ("dob", "yesterday")), "id=\"dob\"");
        AssertLeadsTo(await client.PostAsync($"{path}/people", page), Summary);
    }

    [Fact]
    [Trait("Req", "PS-2")]
    public async Task An_account_leads_to_the_field_at_fault_or_to_what_is_said_of_the_allocations_as_a_whole()
    {
        var path = $"/participants/{await api.AddClientAsync()}";
        using var client = await SignedInAsync("biller");
        AssertLeadsTo(await client.PostAsync($"{path}/charges", await client.GetAsync(path), ("date", "2026-11-02"), ("printPeriod", "2026-11")), "id=\"charge-amount\"");
        (await api.PostAsync("biller", $"/api{path}/charges", """{"date":"2026-11-02","amount":60,"printPeriod":"2026-11","description":"Room"}""")).Is(201);
        var page = await client.GetAsync(path);
        (string, string)[] payment = [("step", "save"), ("paidBy", "cash"), ("amount", "20.00"), ("postingDate", "2026-11-02")];
        AssertLeadsTo(await client.PostAsync($"{path}/payments", page, [("version", "1"), .. payment, ("allocation-1", "x")]), "id=\"allocation-1\"");
        var whole = await client.PostAsync($"{path}/payments", page, [("version", "1"), .. payment, ("allocation-1", "30.00")]);
        AssertLeadsTo(whole, Summary);
        Assert.Contains("The allocations come to 30.00", whole.Body, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "UPI-7")]
    public async Task Who_stands_in_for_a_coordinator_sees_the_payment_and_no_link_to_a_client_that_is_another_s()
    {
        foreach (var user in (string[])["coordinator", "coordinator2"])
        {
            await api.Application.Users.PutAsync(new User(user, user, null, [Role.Coordinator], null, null, null, MailPreference.Each, Active: true), "test", api.Clock.GetUtcNow());
        }

        var today = TimeOf(api);
        (await api.PostAsync("coordinator", "/api/delegations", $$"""{"to":"coordinator2","begin":"{{today}}","end":"{{today}}"}""")).Is(201);
        var clientId = await api.AddClientAsync();
        var payment = await api.SubmitAsync(clientId);
        using var standIn = await SignedInAsync("coordinator2");
        var seen = await standIn.GetAsync($"/payments/{payment}");
        Assert.Equal(200, seen.Status);
        Assert.Contains(clientId, seen.Body, StringComparison.Ordinal);
        Assert.DoesNotContain($"href=\"/clients/{clientId}\"", seen.Body, StringComparison.Ordinal);
        using var coordinator = await SignedInAsync("coordinator");
        Assert.Contains($"href=\"/clients/{clientId}\"", (await coordinator.GetAsync($"/payments/{payment}")).Body, StringComparison.Ordinal);
    }

    /// <summary>Sends the form as a browser does, with or without a file.</summary>
    private static async Task<PageReply> UploadAsync(PageClient client, PageReply page, string? content)
    {
        using var form = new MultipartFormDataContent();
        foreach (Match hidden in Hidden().Matches(page.Body[page.Body.IndexOf("multipart/form-data", StringComparison.Ordinal)..]))
        {
            form.Add(new StringContent(WebUtility.HtmlDecode(hidden.Groups["value"].Value)), hidden.Groups["name"].Value);
        }

        if (content is not null)
        {
            form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(content)), "file", "invoices.csv");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "/invoices/new") { Content = form };
        return await client.SendAsync(request);
    }

    private static string TimeOf(Api api) => api.Application.Calendar.Today.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The form came back, says so above it, and the keyboard is in one place.</summary>
    private static void AssertLeadsTo(PageReply reply, string place)
    {
        Assert.Equal(422, reply.Status);
        Assert.Contains(Summary, reply.Body, StringComparison.Ordinal);
        Assert.Contains(place, Assert.Single(Focused(reply)), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Focused(PageReply reply) => Element().Matches(reply.Body).Select(match => match.Value).Where(element => element.Contains(" autofocus", StringComparison.Ordinal));

    private async Task<PageClient> SignedInAsync(string user)
    {
        var client = new PageClient(api);
        await client.SignInAsync(user);
        return client;
    }

    [GeneratedRegex("<[a-z]+ [^>]*>")]
    private static partial Regex Element();

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\"")]
    private static partial Regex Hidden();
}
