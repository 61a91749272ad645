using Microsoft.Playwright;
using Serverless.Browser.Tests.Hosting;
using Serverless.Testing;

namespace Serverless.Browser.Tests.InvoiceReviews;

[Collection(SharedSite.Name)]
[Trait("Req", "KEES-8")]
public sealed class InvoiceReviewTests(Site site)
{
    private const string Header = "invoice_number,case_number,client_id,need_category,need_type,amount,begin,end\n";

    [SkippableFact]
    public async Task An_invoice_is_returned_corrected_verified_and_fills_a_draft()
    {
        await using var provider = await site.VisitAsync("provider2");
        await provider.GoAsync("/mass-payment-invoices");
        await provider.IsFitForEverybodyAsync();
        await Button(provider, "Send it in").ClickAsync();
        await Assertions.Expect(provider.Page.Locator("#fault-file")).ToContainTextAsync("Choose the file");
        await provider.IsFitForEverybodyAsync();
        await ChooseAsync(provider, $"{Header}B-77,C-10020-1,1000000020,Transportation,Bus Pass,much,2026-10-01,2026-10-02\n");
        await Button(provider, "Send it in").ClickAsync();
        Assert.Contains("waits for the local office", await provider.ToldAsync(), StringComparison.Ordinal);
        var path = new Uri(provider.Page.Url).AbsolutePath;
        await provider.IsFitForEverybodyAsync();

        await using var office = await site.VisitAsync("office");
        await office.GoAsync(path);
        Assert.Contains("An amount is a number", await office.ReadAsync(), StringComparison.Ordinal);
        await Button(office, "Return to the provider").ClickAsync();
        await Assertions.Expect(office.Page.Locator("#fault-reasons")).ToBeVisibleAsync();
        await office.IsFitForEverybodyAsync();
        await office.Page.GetByLabel("What the provider must correct").FillAsync("The amount is no number.\nThe month is not over.");
        await Button(office, "Return to the provider").ClickAsync();
        Assert.Contains("Returned.", await office.ToldAsync(), StringComparison.Ordinal);

        await Until.TrueAsync(async () =>
        {
            await provider.GoAsync("/notices");
            return await provider.Page.Locator($"a[href='{path}']").CountAsync() > 0;
        });
        await provider.IsFitForEverybodyAsync();
        await provider.Page.Locator($"a[href='{path}']").First.ClickAsync();
        await ChooseAsync(provider, $"{Header}B-77,C-10020-1,1000000020,Transportation,Bus Pass,21.50,2026-10-01,2026-10-02\n");
        await Button(provider, "Send the corrected invoice").ClickAsync();
        Assert.Contains("corrected invoice is received", await provider.ToldAsync(), StringComparison.Ordinal);
        await office.GoAsync(new Uri(provider.Page.Url).AbsolutePath);
        await Button(office, "Verify").ClickAsync();
        await Assertions.Expect(office.Page.Locator("#fault-aidCode")).ToContainTextAsync("aid code");
        await office.IsFitForEverybodyAsync();
        await office.Page.Locator("#aidCode").SelectOptionAsync("ET");
        await Button(office, "Verify").ClickAsync();
        Assert.Contains("Verified.", await office.ToldAsync(), StringComparison.Ordinal);
        await office.IsFitForEverybodyAsync();

        await using var operations = await site.VisitAsync("operations", isPhone: true);
        await operations.GoAsync(new Uri(provider.Page.Url).AbsolutePath);
        await operations.IsFitForEverybodyAsync();
        await operations.Page.GetByRole(AriaRole.Link, new() { Name = "the draft filled from it" }).ClickAsync();
        await Assertions.Expect(operations.Page.Locator("tbody")).ToContainTextAsync("Bus Pass");
        Assert.Equal(0, await operations.Page.GetByRole(AriaRole.Button, new() { Name = "Discard" }).CountAsync());
    }

    [SkippableFact]
    public async Task A_provider_sees_no_invoice_of_another()
    {
        await using var provider = await site.VisitAsync("provider");
        await provider.GoAsync("/mass-payment-invoices/mi-0-P-200");
        Assert.Contains("There is nothing here", await provider.ReadAsync(), StringComparison.Ordinal);
    }

    private static ILocator Button(Visitor visitor, string name) => visitor.Page.GetByRole(AriaRole.Button, new() { Name = name }).First;

    private static Task ChooseAsync(Visitor visitor, string content)
        => visitor.Page.Locator("#file").SetInputFilesAsync(new FilePayload { Name = "invoice.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(content) });
}
