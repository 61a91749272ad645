using Serverless.Browser.Tests.Hosting;

namespace Serverless.Browser.Tests.People;

/// <summary>Policy, users, preferences and delegations, on a site of their own because they change what holds for all.</summary>
public sealed class PeopleTests(Site site) : IClassFixture<Site>
{
    [SkippableFact]
    [Trait("Req", "UPI-7")]
    public async Task An_admin_edits_the_policy_and_its_history_tells_what_changed()
    {
        await using var admin = await site.VisitAsync("admin");
        await admin.GoAsync("/policy");
        await admin.IsFitForEverybodyAsync();
        await admin.Page.Locator("#secondApprovalAbove").FillAsync("a lot");
        await admin.PressAsync("Save");
        Assert.Contains("An amount, such as", await admin.ReadAsync(), StringComparison.Ordinal);
        await admin.Page.Locator("#secondApprovalAbove").FillAsync("5,000.00");
        await admin.Page.Locator("#holidays").FillAsync("12/25/2026");
        await admin.PressAsync("Save");
        Assert.Contains("The policy holds", await admin.ToldAsync(), StringComparison.Ordinal);
        Assert.Contains("never → 5,000.00", await admin.ReadAsync(), StringComparison.Ordinal);
        Assert.Contains("never → 2026-12-25", await admin.ReadAsync(), StringComparison.Ordinal);
        await admin.IsFitForEverybodyAsync();

        await using var auditor = await site.VisitAsync("auditor");
        await auditor.GoAsync("/policy");
        Assert.Equal(0, await auditor.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Save" }).CountAsync());
    }

    [SkippableFact]
    [Trait("Req", "UPI-7")]
    public async Task A_coordinator_delegates_an_absence_and_the_delegate_finds_it_in_the_inbox()
    {
        await using var away = await site.VisitAsync("coordinator2");
        await away.GoAsync("/me");
        await away.IsFitForEverybodyAsync();
        await away.PressAsync("Delegate");
        Assert.Contains("Choose who acts for you", await away.ReadAsync(), StringComparison.Ordinal);
        await away.Page.Locator("#to").SelectOptionAsync("coordinator");
        await away.Page.Locator("#end").FillAsync(site.Application.Calendar.Today.AddDays(3).ToString("yyyy-MM-dd"));
        await away.PressAsync("Delegate");
        Assert.Contains("coordinator acts for coordinator2", await away.ToldAsync(), StringComparison.Ordinal);
        Assert.Contains("in force", await away.ReadAsync(), StringComparison.Ordinal);

        await away.PressAsync("End the delegation to coordinator");
        Assert.Contains("The delegation is ended", await away.ToldAsync(), StringComparison.Ordinal);
        await away.Page.GetByLabel("One mail a day").CheckAsync();
        await away.PressAsync("Save");
        Assert.Contains("one mail each working morning", await away.ToldAsync(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task An_admin_adds_a_user_and_is_told_what_is_wrong_with_one()
    {
        await using var admin = await site.VisitAsync("admin");
        await admin.GoAsync("/users/new");
        await admin.IsFitForEverybodyAsync();
        await admin.Page.Locator("#name").FillAsync("technician3");
        await admin.Page.Locator("#fullName").FillAsync("Tess Third");
        await admin.Page.Locator("#email").FillAsync("no address");
        await admin.Page.GetByLabel("DSPD payment technician").CheckAsync();
        await admin.PressAsync("Save");
        Assert.Contains("Nothing was saved", await admin.ReadAsync(), StringComparison.Ordinal);
        await admin.Page.Locator("#email").FillAsync("tess@agency.example");
        await admin.PressAsync("Save");
        Assert.Contains("Tess Third is saved", await admin.ToldAsync(), StringComparison.Ordinal);
        await admin.IsFitForEverybodyAsync();
    }
}
