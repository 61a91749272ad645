using Microsoft.Playwright;
using Serverless.Browser.Tests.Hosting;
using Serverless.Testing;

namespace Serverless.Browser.Tests.Payments;

[Collection(SharedSite.Name)]
[Trait("Req", "ALL-4")]
public sealed class InboxTests(Site site)
{
    [SkippableFact]
    public async Task A_coordinator_signs_in_and_approves_several_at_once()
    {
        await using var visitor = await site.VisitAsync("coordinator");
        await Until.TrueAsync(async () =>
        {
            await visitor.GoAsync("/inbox");
            return await visitor.Page.Locator("tbody tr").CountAsync() >= 10;
        });
        await visitor.IsFitForEverybodyAsync();

        var boxes = visitor.Page.Locator("input[name=payment]");
        var first = (await boxes.Nth(0).GetAttributeAsync("value"))!.Split('@')[0];
        await boxes.Nth(0).FocusAsync();
        await visitor.Page.Keyboard.PressAsync("Space");
        await boxes.Nth(1).CheckAsync();
        Assert.Contains("2 chosen", await visitor.ReadAsync(), StringComparison.Ordinal);
        await visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        Assert.Contains("2 payments approved", await visitor.ToldAsync(), StringComparison.Ordinal);
        Assert.Equal(Serverless.Payments.Approvals.PaymentStatus.WaitingDspdApproval, (await site.Application.Records.FindAsync(first))!.Status);
    }

    [SkippableFact]
    public async Task Denying_asks_why_and_choosing_nothing_says_so()
    {
        await using var visitor = await site.VisitAsync("coordinator");
        await Until.TrueAsync(async () =>
        {
            await visitor.GoAsync("/inbox");
            return await visitor.Page.Locator("tbody tr").CountAsync() >= 10;
        });
        var deny = visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Deny" });
        await deny.ClickAsync();
        Assert.Contains("Nothing was chosen", await visitor.ToldAsync(), StringComparison.Ordinal);

        await visitor.Page.Locator("input[name=payment]").Last.CheckAsync();
        await deny.ClickAsync();
        await Assertions.Expect(visitor.Page.Locator(".told")).ToContainTextAsync("Say why you deny");
        await Assertions.Expect(visitor.Page.GetByLabel("Reason, where you deny")).ToBeFocusedAsync();
        await Assertions.Expect(visitor.Page.Locator("input[name=payment]").Last).ToBeCheckedAsync();
        await visitor.IsFitForEverybodyAsync();
    }

    [SkippableFact]
    public async Task Printed_it_lists_what_waits_and_offers_nothing()
    {
        await using var visitor = await site.VisitAsync("coordinator");
        await Until.TrueAsync(async () =>
        {
            await visitor.GoAsync("/inbox");
            return await visitor.Page.Locator("tbody tr").CountAsync() >= 10;
        });
        await visitor.Page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.True(await visitor.Page.Locator("tbody tr").First.IsVisibleAsync());
        Assert.False(await visitor.Page.GetByLabel("Reason, where you deny").IsVisibleAsync());
    }

    [SkippableFact]
    public async Task Who_is_not_signed_in_is_led_to_the_sign_in_and_back()
    {
        await using var visitor = await site.ArriveAsync();
        await visitor.GoAsync("/inbox?after=0");
        Assert.Contains("/sign-in?return=%2Finbox%3Fafter%3D0", visitor.Page.Url, StringComparison.Ordinal);
        await visitor.IsFitForEverybodyAsync();
        await visitor.Page.Locator("button[name=user][value=ofo]").ClickAsync();
        await visitor.Page.WaitForURLAsync("**/inbox?after=0");
        Assert.Contains("Nothing waits for you", await visitor.ReadAsync(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task On_a_phone_the_inbox_is_a_list_of_cards()
    {
        await using var visitor = await site.VisitAsync("coordinator", isPhone: true);
        await visitor.IsFitForEverybodyAsync();
        await visitor.Page.GetByText("Menu", new() { Exact = true }).ClickAsync();
        Assert.True(await visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Payments", Exact = true }).First.IsVisibleAsync());
    }

    [SkippableFact]
    public async Task A_strange_address_is_told_on_a_page()
    {
        await using var visitor = await site.ArriveAsync();
        await visitor.GoAsync("/nowhere");
        Assert.Contains("There is nothing here", await visitor.ReadAsync(), StringComparison.Ordinal);
        await visitor.IsFitForEverybodyAsync();
    }
}
