using System.Text;
using Microsoft.Playwright;
using Serverless.Browser.Tests.Hosting;

namespace Serverless.Browser.Tests.Billing;

[Trait("Req", "SAN-3")]
public sealed class BillingTests(Site site) : IClassFixture<Site>
{
    private const string Head = "invoice_number,payer,client_id,location,service_date,description,billed\n";

    [SkippableFact]
    [Trait("Req", "ALL-2")]
    public async Task A_file_is_handed_in_listed_and_read_and_one_at_fault_is_refused_by_line()
    {
        await using var visitor = await site.VisitAsync("biller");
        var page = visitor.Page;
        await visitor.GoAsync("/billing");
        await HandInAsync(page, "good.csv", $"{Head}B-1,Paper Payer,1000000001,Home,2026-11-01,Respite,120.50\nB-1,Paper Payer,1000000001,Home,2026-11-02,Respite,79.50\n");
        Assert.Contains("1 invoice was taken in, with 2 visits", await visitor.ToldAsync(), StringComparison.Ordinal);
        await page.Locator("#filter-payer").SelectOptionAsync("Paper Payer");
        await page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();
        Assert.Contains("200.00", await page.Locator("tbody").InnerTextAsync(), StringComparison.Ordinal);
        await visitor.IsFitForEverybodyAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "B-1" }).ClickAsync();
        Assert.Contains("No payments and credits yet", await visitor.ReadAsync(), StringComparison.Ordinal);
        await visitor.IsFitForEverybodyAsync();

        await visitor.GoAsync("/billing");
        await HandInAsync(page, "bad.csv", $"{Head}B-2,Paper Payer,1000000001,Home,2026-13-01,Respite,0.00\n");
        await page.GetByText("The file was refused").WaitForAsync();
        Assert.Contains("service_date", await visitor.ReadAsync(), StringComparison.Ordinal);
        await visitor.IsFitForEverybodyAsync();
    }

    [SkippableFact]
    public async Task Filters_that_cannot_be_read_say_so_in_the_dark()
    {
        await using var visitor = await site.VisitAsync("auditor");
        await visitor.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await visitor.GoAsync("/billing?client=12&status=" + Uri.EscapeDataString("02 – Open"));
        Assert.Contains("10 digits", await visitor.Page.Locator("#filter-client-fault").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Take in" }).CountAsync());
        await visitor.IsFitForEverybodyAsync();
    }

    private static async Task HandInAsync(IPage page, string name, string content)
    {
        await page.Locator("#file").SetInputFilesAsync(new FilePayload { Name = name, MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(content) });
        await page.GetByRole(AriaRole.Button, new() { Name = "Take in" }).ClickAsync();
    }
}
