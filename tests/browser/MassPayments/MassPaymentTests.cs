using Microsoft.Playwright;
using Serverless.Browser.Tests.Hosting;
using Serverless.Payments.MassPayments;
using Serverless.Testing;

namespace Serverless.Browser.Tests.MassPayments;

[Collection(SharedSite.Name)]
public sealed class MassPaymentTests(Site site)
{
    [SkippableFact]
    [Trait("Req", "KEES-1")]
    [Trait("Req", "KEES-3")]
    [Trait("Req", "KEES-4")]
    [Trait("Req", "KEES-5")]
    [Trait("Req", "KEES-6")]
    public async Task Operations_go_from_the_provider_to_payment_requests_in_the_steps_of_the_source()
    {
        await using var visitor = await site.VisitAsync("operations");
        var page = visitor.Page;
        await visitor.GoAsync("/mass-payments");
        await visitor.IsFitForEverybodyAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "New mass payment" }).ClickAsync();
        await page.GetByLabel("Provider’s name").FillAsync("wasatch");
        await page.GetByLabel("Address").FillAsync("provo");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Link, new() { Name = "Mass payment of" }).WaitForAsync();
        await visitor.IsFitForEverybodyAsync();
        Assert.Equal(1, await page.GetByRole(AriaRole.Link, new() { Name = "Mass payment of" }).CountAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "Mass payment of" }).ClickAsync();
        await visitor.IsFitForEverybodyAsync();
        await page.GetByLabel("ET Payments").CheckAsync();
        await Button(visitor, "Begin and type").ClickAsync();
        Assert.Contains("Find the first person", await visitor.ToldAsync(), StringComparison.Ordinal);

        await AddEntryAsync(visitor, "1000000002", "125.5");
        await AddEntryAsync(visitor, "1000000003", "$1,074.50");
        var text = await visitor.ReadAsync();
        Assert.Contains("1,200.00", text, StringComparison.Ordinal);
        await visitor.IsFitForEverybodyAsync();

        await Button(visitor, "Approve").ClickAsync();
        Assert.Contains("Entry 1: The entry's box is not ticked", await visitor.ToldAsync(), StringComparison.Ordinal);
        Assert.Contains("Tick it, or remove the entry", await page.Locator("#entry-1 .fault").First.InnerTextAsync(), StringComparison.Ordinal);
        await visitor.IsFitForEverybodyAsync();
        await page.GetByLabel("Tick all shown").CheckAsync();
        await Button(visitor, "Approve").ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Payment request");
        Assert.Equal(2, await page.Locator("tbody .pill", new() { HasText = "Authorized" }).CountAsync());
        await visitor.IsFitForEverybodyAsync();

        await page.Locator("tbody a.sub").First.ClickAsync();
        await visitor.IsFitForEverybodyAsync();
        page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await Button(visitor, "Cancel the request").ClickAsync();
        await Assertions.Expect(page.Locator(".fault")).ToContainTextAsync("Say why");
        await page.GetByLabel("Reason, where you cancel").FillAsync("Paid in cash already.");
        await Button(visitor, "Cancel the request").ClickAsync();
        await Assertions.Expect(page.Locator(".told")).ToContainTextAsync("cancelled");
        Assert.Contains("Paid in cash already.", await visitor.ReadAsync(), StringComparison.Ordinal);
    }

    [SkippableFact]
    [Trait("Req", "KEES-4")]
    public async Task A_wrong_entry_is_shown_again_with_each_fault_beside_its_field()
    {
        await using var visitor = await site.VisitAsync("operations");
        var page = visitor.Page;
        await BeginAsync(visitor);
        await FindAsync(visitor, "1000000006");
        await page.GetByLabel("case C-10006-2").CheckAsync();
        await Button(visitor, "Select").ClickAsync();
        await page.Locator("#needCategory").SelectOptionAsync("Education");
        Assert.Equal(1, await page.Locator("#needType optgroup").CountAsync());
        await page.Locator("#needType").SelectOptionAsync("Books and Supplies");
        await page.Locator("#amount").FillAsync("ten");
        await page.Locator("#begin").FillAsync("02/30/2026");
        await Button(visitor, "Add the entry").ClickAsync();
        Assert.Contains("An amount is a number", await page.Locator("#fault-amount").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("no day of the calendar", await page.Locator("#fault-begin").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("ten", await page.Locator("#amount").InputValueAsync());
        Assert.Equal("fault-amount", await page.Locator("#amount").GetAttributeAsync("aria-describedby"));
        await visitor.IsFitForEverybodyAsync();

        await page.Locator("#amount").FillAsync("10");
        await page.Locator("#begin").FillAsync("2026-11-02");
        await page.Locator("#end").FillAsync("11/6/2026");
        await Button(visitor, "Add the entry").ClickAsync();
        Assert.Contains("Nov 2 to 6, 2026", await visitor.ReadAsync(), StringComparison.Ordinal);
    }

    [SkippableFact]
    [Trait("Req", "KEES-3")]
    public async Task A_search_that_finds_half_the_state_is_refused_and_no_number_stands_in_an_address()
    {
        await using var visitor = await site.VisitAsync("operations");
        var page = visitor.Page;
        await BeginAsync(visitor);
        await page.GetByLabel("Last name").FillAsync("B");
        await Button(visitor, "Find").ClickAsync();
        Assert.Contains("at least 2 letters", await visitor.ReadAsync(), StringComparison.Ordinal);
        await visitor.IsFitForEverybodyAsync();
        await page.GetByLabel("Social Security number").FillAsync("900-20-6227");
        await page.GetByLabel("Last name").FillAsync("");
        await Button(visitor, "Find").ClickAsync();
        await Assertions.Expect(page.Locator("tbody")).ToContainTextAsync("Olga Begay");
        Assert.DoesNotContain("6227", page.Url, StringComparison.Ordinal);
        Assert.DoesNotContain("900-20-6227", await page.ContentAsync(), StringComparison.Ordinal);
        await visitor.IsFitForEverybodyAsync();
    }

    [SkippableFact]
    [Trait("Req", "KEES-9")]
    public async Task A_file_fills_a_draft_and_one_that_is_no_table_says_why_line_by_line()
    {
        await using var visitor = await site.VisitAsync("operations");
        var page = visitor.Page;
        await visitor.GoAsync("/mass-payments/new/P-200/P-200-SV");
        await page.GetByLabel("TAF Employment Svs").CheckAsync();
        await UploadAsync(visitor, "case_number,client_id\nC-1,1\n");
        await Assertions.Expect(page.Locator("#fault-file")).ToContainTextAsync("refused whole");
        await visitor.IsFitForEverybodyAsync();
        await UploadAsync(visitor, "case_number,client_id,need_category,need_type,amount,begin,end\nC-10012-1,1000000012,Transportation,Bus Pass,20,11/02/2026,11/03/2026\nC-1,1000000012,Transportation,Books and Supplies,x,,\n");
        Assert.Contains("2 entries from the file", await visitor.ToldAsync(), StringComparison.Ordinal);
        await page.Locator("input[name=tick]").First.CheckAsync();
        await Button(visitor, "With faults").ClickAsync();
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        Assert.Contains("belongs to the category Education", await page.Locator("#entry-2").InnerTextAsync(), StringComparison.Ordinal);
        await visitor.IsFitForEverybodyAsync();

        page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await Button(visitor, "Remove entry 2").ClickAsync();
        await Assertions.Expect(page.Locator(".told")).ToContainTextAsync("Entry 2 is removed");
        await Button(visitor, "All").ClickAsync();
        await Assertions.Expect(page.Locator("input[name=tick]")).ToBeCheckedAsync();
        await Button(visitor, "Discard the draft").ClickAsync();
        await Assertions.Expect(page.Locator(".told")).ToContainTextAsync("discarded");
    }

    [SkippableFact]
    [Trait("Req", "KEES-5")]
    public async Task Who_is_overtaken_is_told_and_changes_nothing()
    {
        await using var visitor = await site.VisitAsync("operations");
        await BeginAsync(visitor);
        await AddEntryAsync(visitor, "1000000009", "15");
        var id = new Uri(visitor.Page.Url).Segments[^1];
        var other = await site.Application.MassPaymentDrafts.AddAsync(id, [new MassEntryTexts("C-10009-1", "1000000009", "Education", "Basic Education", "5", null, null, Checked: true)], "another's");
        Assert.NotNull(other.Page);
        await visitor.Page.Locator("input[name=tick]").First.CheckAsync();
        await Button(visitor, "Approve").ClickAsync();
        Assert.Contains("Somebody was faster", await visitor.ToldAsync(), StringComparison.Ordinal);
        Assert.Equal(MassPaymentStatus.Draft, (await site.Application.MassPayments.FindAsync(id))!.Status);
        Assert.Equal(2, await visitor.Page.Locator("tbody tr").CountAsync());
    }

    [SkippableTheory]
    [Trait("Req", "KEES-3")]
    [Trait("Req", "KEES-5")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Finding_a_person_keeps_what_was_ticked_by_the_button_and_by_Enter(bool hasScripts)
    {
        await using var visitor = await site.VisitAsync("operations", hasScripts: hasScripts);
        var page = visitor.Page;
        await BeginAsync(visitor);
        await AddEntryAsync(visitor, "1000000010", "11");
        await AddEntryAsync(visitor, "1000000011", "12");
        await page.Locator("input[name=tick]").First.CheckAsync();
        await FindAsync(visitor, "1000000012");
        await Assertions.Expect(page.Locator("tbody")).ToContainTextAsync("1000000012");
        await page.GetByRole(AriaRole.Link, new() { Name = "The mass payment", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("input[name=tick]").First).ToBeCheckedAsync();

        await page.Locator("input[name=tick]").Last.CheckAsync();
        await page.GetByLabel("Client id").FillAsync("1000000012");
        await page.GetByLabel("Client id").PressAsync("Enter");
        await Assertions.Expect(page.Locator("tbody")).ToContainTextAsync("1000000012");
        await page.GetByRole(AriaRole.Link, new() { Name = "The mass payment", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("input[name=tick]:checked")).ToHaveCountAsync(2);
    }

    [SkippableFact]
    [Trait("Req", "KEES-5")]
    public async Task Who_leaves_by_the_menu_is_asked_where_boxes_were_ticked_and_not_kept()
    {
        await using var visitor = await site.VisitAsync("operations");
        var page = visitor.Page;
        List<string> asked = [];
        page.Dialog += (_, dialog) =>
        {
            asked.Add(dialog.Type);
            _ = dialog.DismissAsync();
        };
        await BeginAsync(visitor);
        await AddEntryAsync(visitor, "1000000013", "13");
        await page.Locator("input[name=tick]").CheckAsync();
        await page.EvaluateAsync("() => { location.href = '/inbox'; }");
        await Until.TrueAsync(() => Task.FromResult(asked.Contains("beforeunload")));
        await Assertions.Expect(page.Locator("input[name=tick]")).ToBeCheckedAsync();

        await Button(visitor, "Keep the boxes").ClickAsync();
        Assert.Contains("The boxes are kept", await visitor.ToldAsync(), StringComparison.Ordinal);
        await page.GotoAsync("/inbox");
        Assert.EndsWith("/inbox", page.Url, StringComparison.Ordinal);
        Assert.Single(asked);
    }

    [SkippableFact]
    public async Task On_a_phone_and_in_the_dark_a_draft_is_read_and_ticked()
    {
        await using var phone = await site.VisitAsync("operations", isPhone: true);
        await BeginAsync(phone);
        await AddEntryAsync(phone, "1000000015", "33");
        await phone.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await phone.IsFitForEverybodyAsync();
        await phone.GoAsync("/mass-payments");
        await phone.IsFitForEverybodyAsync();
    }

    [SkippableFact]
    public async Task Others_are_kept_out()
    {
        await using var visitor = await site.VisitAsync("technician");
        await visitor.GoAsync("/mass-payments");
        Assert.Contains("This is not for you", await visitor.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Mass payments" }).CountAsync());
    }

    private static ILocator Button(Visitor visitor, string name) => visitor.Page.GetByRole(AriaRole.Button, new() { Name = name }).First;

    private static async Task BeginAsync(Visitor visitor)
    {
        await visitor.GoAsync("/mass-payments/new/P-304/P-304-SV");
        await visitor.Page.GetByLabel("TAF Employment Svs").CheckAsync();
        await Button(visitor, "Begin and type").ClickAsync();
        await visitor.Page.WaitForURLAsync("**/mass-payments/mp-*");
    }

    private static async Task FindAsync(Visitor visitor, string clientId)
    {
        await visitor.Page.GetByLabel("Client id").FillAsync(clientId);
        await Button(visitor, "Find").ClickAsync();
        await visitor.Page.WaitForURLAsync("**/people");
    }

    private static async Task AddEntryAsync(Visitor visitor, string clientId, string amount)
    {
        await FindAsync(visitor, clientId);
        await visitor.Page.Locator("input[name=for]").First.CheckAsync();
        await Button(visitor, "Select").ClickAsync();
        await visitor.Page.Locator("#needCategory").SelectOptionAsync("Transportation");
        await visitor.Page.Locator("#needType").SelectOptionAsync("Mileage");
        await visitor.Page.Locator("#amount").FillAsync(amount);
        await Button(visitor, "Add the entry").ClickAsync();
        Assert.Contains("Entry added", await visitor.ToldAsync(), StringComparison.Ordinal);
    }

    private static async Task UploadAsync(Visitor visitor, string content)
    {
        await visitor.Page.Locator("#file").SetInputFilesAsync(new FilePayload { Name = "entries.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(content) });
        await Button(visitor, "Begin and upload").ClickAsync();
    }
}
