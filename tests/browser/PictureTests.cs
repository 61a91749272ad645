using Microsoft.Playwright;
using Serverless.Browser.Tests.Hosting;
using Serverless.Browser.Tests.Payments;
using Serverless.Browser.Tests.Remittances;
using Serverless.Testing;

namespace Serverless.Browser.Tests;

/// <summary>
/// Takes the pictures of the README. Where SERVERLESS_IMAGES names a folder they are written there; otherwise it is only seen
/// that they can be taken and are small enough.
/// </summary>
public sealed class PictureTests(Site site) : IClassFixture<Site>
{
    /// <summary>All of them together.</summary>
    private const int BytesMax = 300_000;

    [SkippableFact]
    public async Task The_pictures_of_the_README_are_taken_and_small()
    {
        await using var inbox = await site.VisitAsync("coordinator");
        await Until.TrueAsync(async () =>
        {
            await inbox.GoAsync("/inbox");
            return await inbox.Page.Locator("tbody tr").CountAsync() >= 40;
        });
        var bytes = await TakeAsync(inbox, "inbox");
        bytes += await TakeAsync(await ReviewedAsync(), "payment");
        bytes += await TakeAsync(await RemittanceAsync(), "remittance");

        await using var overview = await site.ArriveAsync(scheme: ColorScheme.Dark);
        await overview.GoAsync("/sign-in?return=/overview?month=2026-10");
        await overview.Page.Locator("button[name=user][value=auditor]").ClickAsync();
        await overview.Page.Locator("svg.plot").First.WaitForAsync();
        bytes += await TakeAsync(overview, "overview");
        Assert.InRange(bytes, 1, BytesMax);
    }

    /// <summary>A payment in Review, as its coordinator sees it.</summary>
    private async Task<Visitor> ReviewedAsync()
    {
        await using var provider = await site.VisitAsync("provider");
        await provider.GoAsync("/payments/new");
        await provider.SubmitClaimAsync("1000000001", units: "44", amount: "1,100.00", day: "2026-10-05");
        await provider.Page.GetByLabel("Reason or note").FillAsync("The plan was changed in September.");
        await provider.PressAsync("Send to the SC for review");
        var coordinator = await site.VisitAsync("coordinator");
        await coordinator.GoAsync(new Uri(provider.Page.Url).AbsolutePath);
        return coordinator;
    }

    /// <summary>The remittance window at work.</summary>
    private async Task<Visitor> RemittanceAsync()
    {
        await Books.OpenAsync(site);
        await Books.BillAsync(site, "INV-7001", "State Medicaid", "95.50", "95.50", "64.40");
        await Books.BillAsync(site, "INV-7002", "State Medicaid", "112.00", "112.00");
        await Books.BillAsync(site, "INV-7003", "State Medicaid", "2020.16");
        var biller = await site.VisitAsync("biller");
        await RemittanceWindowTests.CreateAsync(biller, "2174.00");
        await RemittanceWindowTests.EnterCheckAsync(biller, "90817");
        await RemittanceWindowTests.ShowAsync(biller, "State Medicaid");
        await biller.Page.GetByLabel("P: pay the balance of invoice INV-7002").ClickAsync();
        await biller.Page.Locator("#queue tbody tr").First.WaitForAsync();
        await biller.Page.GetByLabel("Post to invoice INV-7003").PressSequentiallyAsync("1950");
        return biller;
    }

    private static async Task<int> TakeAsync(Visitor visitor, string name)
    {
        var folder = Environment.GetEnvironmentVariable("SERVERLESS_IMAGES");
        await visitor.Page.SetViewportSizeAsync(1080, 680);
        var picture = await visitor.Page.ScreenshotAsync(new() { Type = ScreenshotType.Jpeg, Quality = 68, Path = folder is { Length: > 0 } ? Path.Combine(folder, $"{name}.jpg") : null });
        return picture.Length;
    }
}
