using Microsoft.Playwright;
using Serverless.Browser.Tests.Hosting;
using Serverless.Payments.Codes;

namespace Serverless.Browser.Tests.Codes;

[Trait("Req", "SAN-11")]
public sealed class CodesTests(Site site) : IClassFixture<Site>
{
    [SkippableFact]
    public async Task An_admin_adds_renames_retires_and_removes_a_code()
    {
        await using var visitor = await site.VisitAsync("admin");
        var page = visitor.Page;
        page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await visitor.GoAsync("/codes");
        await AddAsync(page, "B-9", "Ninth Bank");
        Assert.Contains("B-9 is made", await visitor.ToldAsync(), StringComparison.Ordinal);
        await visitor.IsFitForEverybodyAsync();

        await AddAsync(page, "B-9", "Another Bank");
        Assert.Contains("already", await page.Locator("#new-code-fault").InnerTextAsync(), StringComparison.Ordinal);
        await AddAsync(page, "B-10", "ninth bank");
        await page.Locator("#new-name-fault").Or(page.Locator("#new-code-fault")).WaitForAsync();
        await visitor.IsFitForEverybodyAsync();

        await visitor.GoAsync("/codes/banks");
        await page.GetByText("Change B-9").ClickAsync();
        await page.Locator("#B-9-name").FillAsync("Bank Nine");
        await page.Locator("details[open]").GetByLabel("Retired: no longer offered").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        Assert.Contains("retired", await visitor.ToldAsync(), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Link, new() { Name = "History of B-9" }).ClickAsync();
        Assert.Contains("Bank Nine", await visitor.ReadAsync(), StringComparison.Ordinal);
        await visitor.IsFitForEverybodyAsync();

        await visitor.GoAsync("/codes/banks");
        await page.GetByText("Change B-9").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        Assert.Contains("B-9 is removed", await visitor.ToldAsync(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_code_in_use_is_retired_and_never_removed()
    {
        await site.Application.Values.UseAsync(ValueTables.AdjustmentTypes, "CO");
        await using var visitor = await site.VisitAsync("admin");
        var page = visitor.Page;
        await visitor.GoAsync("/codes/adjustment-types");
        await page.GetByText("Change CO").ClickAsync();
        var row = page.Locator("tbody tr").Filter(new() { Has = page.Locator("details[open]") });
        Assert.Contains("is retired rather than removed", await row.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await row.GetByRole(AriaRole.Button, new() { Name = "Remove" }).CountAsync());
        await visitor.IsFitForEverybodyAsync();
    }

    [SkippableFact]
    public async Task Others_read_codes_and_change_none()
    {
        await using var visitor = await site.VisitAsync("biller", isPhone: true);
        await visitor.GoAsync("/codes/batch-types");
        Assert.Contains("Take Back", await visitor.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await visitor.Page.Locator("main form").CountAsync());
        await visitor.IsFitForEverybodyAsync();
    }

    private static async Task AddAsync(IPage page, string code, string name)
    {
        await page.Locator("#new-code").FillAsync(code);
        await page.Locator("#new-name").FillAsync(name);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add" }).ClickAsync();
    }
}
