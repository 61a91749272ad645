using Microsoft.Playwright;
using Serverless.Browser.Tests.Hosting;

namespace Serverless.Browser.Tests.Remittances;

[Trait("Req", "SAN-1")]
public sealed class RemittanceWindowTests(Site site) : IClassFixture<Site>
{
    [SkippableFact]
    [Trait("Req", "SAN-10")]
    public async Task A_check_is_posted_while_the_figures_follow_each_keystroke()
    {
        await Books.OpenAsync(site);
        await Books.BillAsync(site, "W-2020", "Keystroke Payer", "2020.16");
        await using var visitor = await BillerAsync();
        var page = visitor.Page;
        await CreateAsync(visitor, "1950.00");
        await visitor.IsFitForEverybodyAsync();
        await EnterCheckAsync(visitor, "4711");
        await ShowAsync(visitor, "Keystroke Payer");

        var post = page.GetByLabel("Post to invoice W-2020");
        await post.PressSequentiallyAsync("1950");
        Assert.Equal("70.16", await page.Locator("#balance-W-2020-0").InnerTextAsync());
        Assert.Equal("0.00", await page.Locator("#session [data-figure=remaining]").InnerTextAsync());
        Assert.Equal("0.00", await page.Locator("#session [data-figure=batch]").InnerTextAsync());
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("70.16");
        Assert.Equal("0.00", await page.Locator("#balance-W-2020-0").InnerTextAsync());
        await page.GetByLabel("Type of the adjustment of invoice W-2020").SelectOptionAsync("CO");
        await visitor.IsFitForEverybodyAsync();

        await page.GetByLabel("Location").FocusAsync();
        await page.Locator("#queue tbody tr").WaitForAsync();
        var queue = await page.Locator("#queue").InnerTextAsync();
        Assert.Contains("1,950.00", queue, StringComparison.Ordinal);
        Assert.Contains("70.16", queue, StringComparison.Ordinal);
        Assert.Contains("07 – Bill Paid", queue, StringComparison.Ordinal);
        Assert.Equal("filter-location", await page.EvaluateAsync<string>("() => document.activeElement.id"));

        await PressAsync(visitor, "Post Now");
        await page.Locator(".pill").GetByText("Posted", new() { Exact = true }).First.WaitForAsync(new() { Timeout = 60_000 });
        await visitor.IsFitForEverybodyAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Report" }).ClickAsync();
        Assert.Contains("Manual Remittance Queue", await visitor.ReadAsync(), StringComparison.Ordinal);
        Assert.Contains("4711", await visitor.ReadAsync(), StringComparison.Ordinal);
    }

    [SkippableFact]
    [Trait("Req", "SAN-5")]
    public async Task Faults_stand_beside_their_field_and_what_was_typed_elsewhere_stays()
    {
        await Books.OpenAsync(site);
        await Books.BillAsync(site, "W-F1", "Faulty Payer", "100.00");
        await Books.BillAsync(site, "W-F2", "Faulty Payer", "50.00", "40.00");
        await using var visitor = await BillerAsync();
        var page = visitor.Page;
        await CreateAsync(visitor, "120.00");
        await EnterCheckAsync(visitor, "F-1");
        await ShowAsync(visitor, "Faulty Payer");

        await page.GetByLabel("Post to invoice W-F1").FillAsync("100.01");
        await page.GetByLabel("Adjustment of invoice W-F1", new() { Exact = true }).FillAsync("-1");
        await page.GetByLabel("Post to invoice W-F1").PressAsync("Enter");
        await page.Locator("#type-W-F1-0-fault").WaitForAsync();
        Assert.Contains("needs a type", await page.Locator("#type-W-F1-0-fault").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("post-W-F2-0", await page.EvaluateAsync<string>("() => document.activeElement.id"));
        Assert.Equal("100.01", await page.GetByLabel("Post to invoice W-F1").InputValueAsync());
        await visitor.IsFitForEverybodyAsync();

        // Escape restores what stands; then P pays.
        await page.GetByLabel("Post to invoice W-F1").PressAsync("Escape");
        Assert.Equal("", await page.GetByLabel("Post to invoice W-F1").InputValueAsync());
        await page.GetByLabel("P: pay the balance of invoice W-F1").ClickAsync();
        await page.Locator("#queue tbody tr").WaitForAsync();
        Assert.Equal("20.00", await page.Locator("#session [data-figure=remaining]").InnerTextAsync());

        // P is refused where the balance is more than what remains; the row says so.
        await page.GetByLabel("P: pay the balance of invoice W-F2").ClickAsync();
        await page.Locator("#post-W-F2-0-fault").WaitForAsync();

        // One visit alone.
        await page.GetByText("2 visits").ClickAsync();
        await page.GetByLabel("Post to line 2 of invoice W-F2").FillAsync("20");
        Assert.Equal("0.00", await page.Locator("#session [data-figure=remaining]").InnerTextAsync());
        Assert.Equal("70.00", await page.Locator("#balance-W-F2-0").InnerTextAsync());
        await page.GetByLabel("Post to line 2 of invoice W-F2").PressAsync("Enter");
        await page.Locator("#queue").GetByText("W-F2, line 2").WaitForAsync();
        Assert.True(await page.GetByLabel("Post to line 2 of invoice W-F2").IsVisibleAsync());
        await PressAsync(visitor, "Clear Queue");
        Assert.Contains("The queue is empty", await visitor.ToldAsync(), StringComparison.Ordinal);
        await PressAsync(visitor, "Discard");
        Assert.Contains("discarded", await visitor.ToldAsync(), StringComparison.Ordinal);
    }

    [SkippableFact]
    [Trait("Req", "SAN-6")]
    public async Task A_session_is_edited_saved_resumed_and_discarded()
    {
        await Books.OpenAsync(site);
        await using var visitor = await BillerAsync();
        var page = visitor.Page;
        await visitor.GoAsync("/remittances");
        await page.GetByLabel("Batch total").FillAsync("12,50");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create Batch" }).ClickAsync();
        Assert.Contains("no amount", await page.Locator("#batch-batchTotal-fault").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("12,50", await page.GetByLabel("Batch total").InputValueAsync());
        await visitor.IsFitForEverybodyAsync();

        await CreateAsync(visitor, "12.50");
        await page.GetByText("Edit Batch").ClickAsync();
        await page.GetByLabel("Batch total").FillAsync("-5");
        await page.Locator("#edit").GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        Assert.Contains("takebacks", await page.Locator("#batch-batchTotal-fault").InnerTextAsync(), StringComparison.Ordinal);
        await page.GetByLabel("Batch total").FillAsync("15");
        await page.Locator("#edit").GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        Assert.Contains("The batch was changed", await visitor.ToldAsync(), StringComparison.Ordinal);
        await EnterCheckAsync(visitor, "S-1");
        await page.GetByText("Edit Batch").ClickAsync();
        Assert.Contains("Locked since a check was entered", await page.Locator("#edit").InnerTextAsync(), StringComparison.Ordinal);

        await page.Locator("#session").GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        Assert.Contains("The session is saved", await visitor.ToldAsync(), StringComparison.Ordinal);
        var window = page.Url;
        await visitor.GoAsync("/remittances?tab=saved");
        await page.GetByLabel("Batch total").FillAsync("1.00");
        await page.Locator("#batch-bankId").SelectOptionAsync(Books.Bank);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create Batch" }).ClickAsync();
        Assert.Contains("You have saved batch", await visitor.ToldAsync(), StringComparison.Ordinal);
        await visitor.GoAsync(window);
        await PressAsync(visitor, "Resume");
        Assert.Contains("open again", await visitor.ToldAsync(), StringComparison.Ordinal);
        await PressAsync(visitor, "Discard");
        Assert.Contains("nothing of it was posted", await visitor.ToldAsync(), StringComparison.Ordinal);
    }

    [SkippableFact]
    [Trait("Req", "SAN-8")]
    [Trait("Req", "SAN-9")]
    public async Task Overhead_and_the_write_off_box_follow_the_keystrokes_as_the_server_books_them()
    {
        await Books.OpenAsync(site);
        await Books.BillAsync(site, "W-O1", "Overhead Payer", "100.00");
        await Books.BillAsync(site, "W-O2", "Overhead Payer", "1200.00");
        await using var visitor = await BillerAsync();
        var page = visitor.Page;
        await CreateAsync(visitor, "1130.00");
        await page.GetByLabel("Amount").FillAsync("130.00");
        await EnterCheckAsync(visitor, "O-1");
        await ShowAsync(visitor, "Overhead Payer");
        await page.GetByLabel("Post to invoice W-O1").FillAsync("130");
        Assert.Equal("\u221230.00", await page.Locator("#balance-W-O1-0").InnerTextAsync());
        await page.GetByLabel("Adjustment of invoice W-O1", new() { Exact = true }).FillAsync("-30");
        Assert.Equal("0.00", await page.Locator("#balance-W-O1-0").InnerTextAsync());
        await page.GetByLabel("Type of the adjustment of invoice W-O1").SelectOptionAsync("HHO");

        // Next waits until what was typed has arrived.
        await page.GetByRole(AriaRole.Button, new() { Name = "Next", Exact = true }).ClickAsync();
        Assert.Contains("fully posted", await visitor.ToldAsync(), StringComparison.Ordinal);
        await page.GetByLabel("Write off what is left").CheckAsync();
        await EnterCheckAsync(visitor, "O-2");
        await page.GetByLabel("Post to invoice W-O2").PressSequentiallyAsync("1000");
        Assert.Equal("0.00", await page.Locator("#balance-W-O2-0").InnerTextAsync());
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("#queue").GetByText("W-O2").WaitForAsync();
        Assert.Equal("200.00", await page.GetByLabel("Adjustment of invoice W-O2", new() { Exact = true }).InputValueAsync());
        Assert.Equal("0.00", await page.Locator("#session [data-figure=batch]").InnerTextAsync());
        await PressAsync(visitor, "Discard");
    }

    [SkippableFact]
    [Trait("Req", "SAN-7")]
    public async Task Takebacks_follow_the_keystrokes_below_zero()
    {
        await Books.OpenAsync(site);
        await Books.BillAsync(site, "W-T1", "Takeback Payer", "200.00", "200.00");
        await Books.PayAsync(site, "W-T1", 400m);
        await using var visitor = await BillerAsync();
        var page = visitor.Page;
        await visitor.GoAsync("/remittances");
        await page.GetByLabel("Batch type").SelectOptionAsync("TB");
        await CreateAsync(visitor, "-1000.00", isThere: true);
        await EnterCheckAsync(visitor, "T-1");
        await ShowAsync(visitor, "Takeback Payer");
        await page.GetByText("2 visits").ClickAsync();
        await page.GetByLabel("Post to line 1 of invoice W-T1").FillAsync("-200");
        await page.GetByLabel("Post to line 1 of invoice W-T1").PressAsync("Enter");
        await page.Keyboard.TypeAsync("-200");
        Assert.Equal("200.00", await page.Locator("#balance-W-T1-1").InnerTextAsync());
        Assert.Equal("200.00", await page.Locator("#balance-W-T1-2").InnerTextAsync());
        Assert.Equal("\u2212600.00", await page.Locator("#session [data-figure=remaining]").InnerTextAsync());
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("#queue").GetByText("W-T1, line 2").WaitForAsync();
        Assert.Equal("\u2212600.00", await page.Locator("#session [data-figure=batch]").InnerTextAsync());
        await visitor.IsFitForEverybodyAsync();
        await PressAsync(visitor, "Discard");
    }

    [SkippableFact]
    public async Task A_file_at_fault_is_refused_by_segment()
    {
        await Books.OpenAsync(site);
        await using var visitor = await BillerAsync();
        await visitor.GoAsync("/remittances");
        await visitor.Page.GetByLabel("The payer’s 835").SetInputFilesAsync(new FilePayload { Name = "bad.835", MimeType = "text/plain", Buffer = "this is no remittance"u8.ToArray() });
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Take in" }).ClickAsync();
        await visitor.Page.GetByText("The file was refused").WaitForAsync();
        await visitor.IsFitForEverybodyAsync();
    }

    [SkippableFact]
    public async Task Others_read_the_window_and_act_on_nothing()
    {
        await Books.OpenAsync(site);
        await Books.BillAsync(site, "W-P1", "Phone Payer", "10.00", "10.00");
        await using var owner = await BillerAsync(isPhone: true);
        await CreateAsync(owner, "20.00");
        await EnterCheckAsync(owner, "P-1");
        await ShowAsync(owner, "Phone Payer");
        await owner.Page.GetByText("2 visits").ClickAsync();
        await owner.IsFitForEverybodyAsync();

        await using var auditor = await site.VisitAsync("auditor");
        await auditor.GoAsync(owner.Page.Url);
        Assert.Equal(0, await auditor.Page.GetByRole(AriaRole.Button, new() { Name = "Post Now" }).CountAsync());
        Assert.Contains("only the owner acts on it", await auditor.ReadAsync(), StringComparison.Ordinal);
        await PressAsync(owner, "Discard");
    }

    /// <summary>A biller who says yes to whatever is asked before it is done.</summary>
    private async Task<Visitor> BillerAsync(bool isPhone = false)
    {
        var visitor = await site.VisitAsync("biller", isPhone);
        visitor.Page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        return visitor;
    }

    internal static async Task CreateAsync(Visitor visitor, string total, bool isThere = false)
    {
        if (!isThere)
        {
            await visitor.GoAsync("/remittances");
        }

        await visitor.Page.GetByLabel("Batch total").FillAsync(total);
        await visitor.Page.Locator("#batch-bankId").SelectOptionAsync(Books.Bank);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Create Batch" }).ClickAsync();
        await visitor.Page.Locator("#session").WaitForAsync();
    }

    internal static async Task EnterCheckAsync(Visitor visitor, string number)
    {
        await visitor.Page.GetByLabel("Check or reference number").FillAsync(number);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Enter check" }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Next", Exact = true }).WaitForAsync();
    }

    internal static async Task ShowAsync(Visitor visitor, string payer)
    {
        await visitor.Page.Locator("#filter-payer").SelectOptionAsync(payer);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();
        await visitor.Page.Locator("tr[data-row]").First.WaitForAsync();
    }

    private static async Task PressAsync(Visitor visitor, string button)
    {
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
    }
}
