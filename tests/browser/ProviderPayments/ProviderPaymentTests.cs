using Microsoft.Playwright;
using Serverless.Browser.Tests.Hosting;

namespace Serverless.Browser.Tests.ProviderPayments;

public sealed class ProviderPaymentTests(Site site) : IClassFixture<Site>
{
    [SkippableFact]
    [Trait("Req", "CARE-2")]
    [Trait("Req", "CARE-3")]
    [Trait("Req", "CARE-4")]
    [Trait("Req", "CARE-5")]
    public async Task A_sheet_goes_from_the_provider_over_the_parent_and_the_agency_into_an_export()
    {
        await GenerateAsync("2026-10");
        await using var provider = await site.VisitAsync("provider");
        await OpenAsync(provider, "2026-10", "Begay, Olga");
        await provider.IsFitForEverybodyAsync();
        await provider.Page.GetByRole(AriaRole.Link, new() { Name = "Enter the sheet" }).ClickAsync();
        await provider.IsFitForEverybodyAsync();
        await provider.Page.GetByLabel("Thu, Oct 1, in 1").FillAsync("08:00");
        await provider.Page.GetByLabel("Thu, Oct 1, out 1").FillAsync("7:00");
        await provider.Page.GetByLabel("Fri, Oct 2, absent because").FillAsync("Ill");
        await Button(provider, "Submit the sheet").ClickAsync();
        Assert.Contains("is not after the time in", await provider.Page.Locator("#fault-1").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("7:00", await provider.Page.GetByLabel("Thu, Oct 1, out 1").InputValueAsync());
        await provider.IsFitForEverybodyAsync();
        await provider.Page.GetByLabel("Thu, Oct 1, out 1").FillAsync("16:30");
        await Assertions.Expect(provider.Page.Locator("[data-together]")).ToHaveTextAsync("8:30");
        await provider.Page.GetByLabel("Thu, Oct 1, out 1").PressAsync("ArrowDown");
        Assert.Equal("out-02", await provider.Page.EvaluateAsync<string>("() => document.activeElement.name"));
        await Button(provider, "Submit the sheet").ClickAsync();
        Assert.Contains("Ready for Parent", await provider.ToldAsync(), StringComparison.Ordinal);

        await SignAsync();
        await using var operations = await site.VisitAsync("operations");
        await OpenAsync(operations, "2026-10", "Begay, Olga");
        await operations.IsFitForEverybodyAsync();
        await operations.Page.GetByLabel("A question to the provider").FillAsync("Was the child there on the 5th?");
        await Button(operations, "Hold and ask").ClickAsync();
        Assert.Contains("on hold", await operations.ToldAsync(), StringComparison.Ordinal);
        var path = new Uri(operations.Page.Url).AbsolutePath;
        await provider.GoAsync(path);
        await provider.Page.GetByLabel("Your answer").FillAsync("No, it was not.");
        await Button(provider, "Answer").ClickAsync();
        Assert.Contains("Received again", await provider.ToldAsync(), StringComparison.Ordinal);
        await operations.GoAsync(path);
        await operations.Page.GetByRole(AriaRole.Button, new() { Name = "Authorise" }).ClickAsync();
        Assert.Contains("is set aside", await operations.ToldAsync(), StringComparison.Ordinal);
        await operations.IsFitForEverybodyAsync();

        await ExportAsync(operations, "2026-10");
        await AdjustAsync(operations, path);
    }

    [SkippableFact]
    [Trait("Req", "CARE-2")]
    public async Task Paper_is_entered_and_marked_received_by_operations()
    {
        await GenerateAsync("2026-09");
        await using var visitor = await site.VisitAsync("operations");
        await OpenAsync(visitor, "2026-09", "Jensen, Kira");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Enter the sheet" }).ClickAsync();
        await Button(visitor, "Keep the sheet").ClickAsync();
        Assert.Contains("The sheet has no row", await visitor.ReadAsync(), StringComparison.Ordinal);
        await visitor.IsFitForEverybodyAsync();
        await visitor.Page.GetByLabel("Tue, Sep 1, in 1").FillAsync("08:00");
        await visitor.Page.GetByLabel("Tue, Sep 1, out 1").FillAsync("12:00");
        await Button(visitor, "Keep the sheet").ClickAsync();
        Assert.Contains("The sheet is entered", await visitor.ToldAsync(), StringComparison.Ordinal);
        await Button(visitor, "Mark as received").ClickAsync();
        Assert.Contains("marked as received", await visitor.ToldAsync(), StringComparison.Ordinal);
        await Button(visitor, "Hold and ask").ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("#fault-question")).ToBeVisibleAsync();
        await visitor.IsFitForEverybodyAsync();
    }

    [SkippableFact]
    [Trait("Req", "CARE-4")]
    public async Task The_tabs_are_sorted_searched_and_counted_and_fit_a_phone_in_the_dark()
    {
        await GenerateAsync("2026-08");
        await using var visitor = await site.VisitAsync("operations", isPhone: true);
        await visitor.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await visitor.GoAsync("/provider-payments?period=2026-08");
        await visitor.IsFitForEverybodyAsync();
        await visitor.Page.GetByLabel("Child, provider, service or id").FillAsync("begay P-100");
        await Button(visitor, "Search").ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("tbody")).ToContainTextAsync("Begay, Olga");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Pending Parent" }).ClickAsync();
        await Assertions.Expect(visitor.Page.Locator(".empty")).ToContainTextAsync("Nothing is here");
        await visitor.IsFitForEverybodyAsync();
        await visitor.GoAsync("/provider-payments?period=2026-08&sort=provider");
        Assert.Equal("ascending", await visitor.Page.Locator("th[aria-sort]").GetAttributeAsync("aria-sort"));
        await visitor.GoAsync("/provider-payments?period=2026-08&sort=-provider");
        Assert.Equal("descending", await visitor.Page.Locator("th[aria-sort]").GetAttributeAsync("aria-sort"));
    }

    [SkippableFact]
    [Trait("Req", "CARE-2")]
    public async Task A_sheet_that_changed_since_the_parent_read_it_is_not_signed()
    {
        await GenerateAsync("2026-07");
        await using var provider = await site.VisitAsync("provider");
        await OpenAsync(provider, "2026-07", "Begay, Olga");
        var path = new Uri(provider.Page.Url).AbsolutePath;
        await SubmitAsync(provider, path, "08:00");
        await using var parent = await site.VisitAsync("parent", isPhone: true);
        await parent.GoAsync($"{path}/sign");
        await parent.IsFitForEverybodyAsync();
        await SubmitAsync(provider, path, "09:00");
        await parent.Page.GetByLabel("Your name").FillAsync("Ana Begay");
        await parent.Page.GetByLabel("My child was in care").CheckAsync();
        await Button(parent, "Sign").ClickAsync();
        Assert.Contains("Somebody was faster", await parent.ToldAsync(), StringComparison.Ordinal);
        Assert.Contains("09:00 to 16:00", await parent.ReadAsync(), StringComparison.Ordinal);
        var payment = await site.Application.ProviderPayments.Records.FindAsync(path.Split('/')[^1]);
        Assert.Null(payment!.Signature);
    }

    private static ILocator Button(Visitor visitor, string name) => visitor.Page.Locator("main").GetByRole(AriaRole.Button, new() { Name = name }).First;

    private static async Task OpenAsync(Visitor visitor, string period, string child)
    {
        await visitor.GoAsync($"/provider-payments?period={period}&q={Uri.EscapeDataString(child.Split(',')[0])}");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = child }).First.ClickAsync();
        await visitor.Page.WaitForURLAsync("**/provider-payments/pp-*");
    }

    private static async Task SubmitAsync(Visitor provider, string path, string from)
    {
        await provider.GoAsync($"{path}/sheet");
        await provider.Page.GetByLabel("Wed, Jul 1, in 1").FillAsync(from);
        await provider.Page.GetByLabel("Wed, Jul 1, out 1").FillAsync("16:00");
        await Button(provider, "Submit the sheet").ClickAsync();
        await provider.Page.WaitForURLAsync($"**{path}");
    }

    private static async Task ExportAsync(Visitor operations, string period)
    {
        operations.Page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await operations.GoAsync($"/exports?period={period}");
        await operations.IsFitForEverybodyAsync();
        await Button(operations, "Export").ClickAsync();
        var link = operations.Page.GetByRole(AriaRole.Link, new() { Name = "Download the file" });
        await Assertions.Expect(link).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await operations.IsFitForEverybodyAsync();
        var download = await operations.Page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        Assert.EndsWith(".csv", download.SuggestedFilename, StringComparison.Ordinal);
        Assert.Contains("Begay", await File.ReadAllTextAsync(await download.PathAsync()), StringComparison.Ordinal);
    }

    private async Task AdjustAsync(Visitor operations, string path)
    {
        await operations.GoAsync(path);
        await Button(operations, "Adjust").ClickAsync();
        await Assertions.Expect(operations.Page.Locator("#fault-amount")).ToBeVisibleAsync();
        await operations.IsFitForEverybodyAsync();
        await operations.Page.GetByLabel("The difference").FillAsync("-10");
        await operations.Page.GetByLabel("Why", new() { Exact = true }).FillAsync("Half an hour too much.");
        await Button(operations, "Adjust").ClickAsync();
        Assert.Contains("adjustment is written", await operations.ToldAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await Button(operations, "Authorise").CountAsync());

        await using var manager = await site.VisitAsync("manager");
        await manager.GoAsync("/adjustments?status=New");
        await manager.IsFitForEverybodyAsync();
        await manager.Page.Locator("tbody a").First.ClickAsync();
        await Button(manager, "Authorise").ClickAsync();
        Assert.Contains("adjustment is authorised", await manager.ToldAsync(), StringComparison.Ordinal);
    }

    private async Task SignAsync()
    {
        await using var parent = await site.VisitAsync("parent");
        await OpenAsync(parent, "2026-10", "Begay, Olga");
        await parent.Page.GetByRole(AriaRole.Link, new() { Name = "Read and sign" }).ClickAsync();
        await Button(parent, "Sign").ClickAsync();
        await Assertions.Expect(parent.Page.Locator("#fault-name")).ToBeVisibleAsync();
        await parent.IsFitForEverybodyAsync();
        Assert.Contains("08:00 to 16:30", await parent.ReadAsync(), StringComparison.Ordinal);
        await parent.Page.GetByLabel("Your name").FillAsync("Ana Begay");
        await parent.Page.GetByLabel("My child was in care").CheckAsync();
        await Button(parent, "Sign").ClickAsync();
        Assert.Contains("Signed.", await parent.ToldAsync(), StringComparison.Ordinal);
    }

    private async Task GenerateAsync(string period)
    {
        await using var visitor = await site.VisitAsync("operations");
        await visitor.GoAsync($"/provider-payments?period={period}");
        await visitor.IsFitForEverybodyAsync();
        await Button(visitor, "Generate").ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("#generation")).ToContainTextAsync("Generated", new() { Timeout = 60_000 });
    }
}
