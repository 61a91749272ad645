using Serverless.Browser.Tests.Hosting;
using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;

namespace Serverless.Browser.Tests.Payments;

/// <summary>A payment's way, each on their own pages: UPI-4's worked example.</summary>
[Collection(SharedSite.Name)]
public sealed class PaymentTests(Site site)
{
    [SkippableFact]
    [Trait("Req", "UPI-4")]
    [Trait("Req", "UPI-7")]
    public async Task Above_the_Monthly_Max_it_is_reviewed_the_budget_raised_and_approved_to_CAPS()
    {
        await using var provider = await site.VisitAsync("provider");
        await provider.GoAsync("/payments/new");
        await provider.IsFitForEverybodyAsync();
        await provider.SubmitClaimAsync("1000000001", units: "44", amount: "1,100.00", day: "2026-10-05");
        Assert.Contains("in Error", await provider.ToldAsync(), StringComparison.Ordinal);
        Assert.Contains("Monthly Max", await provider.Page.Locator("dd .fault").First.InnerTextAsync(), StringComparison.Ordinal);
        await provider.IsFitForEverybodyAsync();
        var path = new Uri(provider.Page.Url).AbsolutePath;

        await provider.Page.GetByLabel("Reason or note").FillAsync("The plan was changed; please look.");
        await provider.PressAsync("Send to the SC for review");
        Assert.Contains("now Review", await provider.ToldAsync(), StringComparison.Ordinal);

        await using var coordinator = await site.VisitAsync("coordinator");
        await coordinator.GoAsync(path);
        await coordinator.PressAsync("Approve");
        Assert.Contains("stays where it is", await coordinator.ReadAsync(), StringComparison.Ordinal);
        await coordinator.GoAsync("/clients/1000000001?month=2026-10");
        await coordinator.IsFitForEverybodyAsync();
        await coordinator.Page.GetByLabel("Monthly Max for SLN").FillAsync("50");
        await coordinator.PressAsync("Set");
        Assert.Contains("50 units", await coordinator.ToldAsync(), StringComparison.Ordinal);
        await coordinator.GoAsync(path);
        await coordinator.PressAsync("Approve");
        Assert.Contains("now Waiting DSPD Approval", await coordinator.ToldAsync(), StringComparison.Ordinal);

        await using var technician = await site.VisitAsync("technician");
        await technician.GoAsync(path);
        await technician.PressAsync("Approve");
        Assert.Contains("now Submitted to CAPS", await technician.ToldAsync(), StringComparison.Ordinal);
        await technician.IsFitForEverybodyAsync();
    }

    [SkippableFact]
    [Trait("Req", "UPI-7")]
    public async Task A_page_that_somebody_else_was_faster_than_decides_nothing()
    {
        await using var provider = await site.VisitAsync("provider");
        await provider.GoAsync("/payments/new");
        await provider.SubmitClaimAsync("1000000002", units: "2", amount: "50.00", day: "2026-10-06");
        var path = new Uri(provider.Page.Url).AbsolutePath;
        await using var slow = await site.VisitAsync("coordinator");
        await slow.GoAsync(path);
        await using var fast = await site.VisitAsync("coordinator");
        await fast.GoAsync(path);
        await fast.Page.GetByLabel("Note; a reason").FillAsync("Not agreed with the family.");
        await fast.PressAsync("Deny");
        Assert.Contains("now Denied by SC", await fast.ToldAsync(), StringComparison.Ordinal);

        await slow.PressAsync("Approve");
        Assert.Contains("Read it again", await slow.ToldAsync(), StringComparison.Ordinal);
        Assert.Contains("Nothing: this is final", await slow.ReadAsync(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task What_cannot_be_read_is_told_beside_its_field_and_kept()
    {
        await using var provider = await site.VisitAsync("provider", isPhone: true);
        await provider.GoAsync("/payments/new");
        await provider.SubmitClaimAsync("123", units: "many", amount: "12,50", day: "2026-10-07");
        Assert.Contains("two decimals", await provider.Page.Locator("#typed-units").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("two decimals", await provider.Page.Locator("#typed-amount").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("many", await provider.Page.Locator("#units").InputValueAsync());
        await provider.IsFitForEverybodyAsync();
    }

    [SkippableFact]
    public async Task Search_finds_lists_count_and_download()
    {
        var caller = new Caller("provider", new HashSet<Role> { Role.Provider }, "P-100");
        var day = new DateOnly(2026, 9, 14);
        await site.Application.Payments.SubmitAsync(caller, new PaymentFacts("P-100", "1000000002", "SLN", Units.Of(3), Money.Of(25), Money.Of(75), day, day), "search-test");
        await using var auditor = await site.VisitAsync("auditor");
        await auditor.GoAsync("/payments?client=1000000002&period=2026-09");
        Assert.Contains("75.00", await auditor.ReadAsync(), StringComparison.Ordinal);
        await auditor.IsFitForEverybodyAsync();
        var download = await auditor.Page.RunAndWaitForDownloadAsync(() => auditor.Page.GetByText("Download CSV").ClickAsync());
        var csv = await File.ReadAllTextAsync(await download.PathAsync());
        Assert.StartsWith("id,status,status_since,provider_id", csv, StringComparison.Ordinal);
        Assert.Contains(",75.00,", csv, StringComparison.Ordinal);
        await auditor.GoAsync("/payments?q=no-such-thing");
        Assert.Contains("No payment meets this", await auditor.ReadAsync(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Others_payments_are_not_there()
    {
        await using var provider = await site.VisitAsync("provider2");
        var caller = new Caller("provider", new HashSet<Role> { Role.Provider }, "P-100");
        var day = new DateOnly(2026, 9, 15);
        var made = await site.Application.Payments.SubmitAsync(caller, new PaymentFacts("P-100", "1000000002", "SLN", Units.Of(1), Money.Of(25), Money.Of(25), day, day), "hidden-test");
        await provider.GoAsync($"/payments/{made.Payment!.Id}");
        Assert.Contains("There is nothing here", await provider.ReadAsync(), StringComparison.Ordinal);
        await provider.GoAsync("/runs");
        Assert.Contains("This is not for you", await provider.ReadAsync(), StringComparison.Ordinal);
        await provider.IsFitForEverybodyAsync();
    }
}
