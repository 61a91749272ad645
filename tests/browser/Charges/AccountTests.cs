using Microsoft.Playwright;
using Serverless.Browser.Tests.Hosting;
using Serverless.Payments.Amounts;
using Serverless.Payments.Charges;
using Serverless.Payments.Identity;

namespace Serverless.Browser.Tests.Charges;

[Trait("Req", "PS-1")]
public sealed class AccountTests(Site site) : IClassFixture<Site>
{
    [SkippableFact]
    [Trait("Req", "PS-5")]
    public async Task A_payment_is_proposed_to_the_oldest_charges_and_redistributed_by_hand()
    {
        const string Participant = "1000000003";
        await using var visitor = await site.VisitAsync("biller");
        var page = visitor.Page;
        await visitor.GoAsync("/participants");
        await visitor.IsFitForEverybodyAsync();
        await page.GetByLabel("Client id").FillAsync(Participant);
        await page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();
        await page.WaitForURLAsync($"**/participants/{Participant}");
        await ChargeAsync(page, "2026-11-01", "60");
        await ChargeAsync(page, "2026-11-02", "40");
        await ChargeAsync(page, "2026-11-03", "50");
        await visitor.IsFitForEverybodyAsync();

        var payment = page.Locator("#payment");
        await payment.GetByLabel("Payment", new() { Exact = true }).PressSequentiallyAsync("80");
        Assert.Equal(["60.00", "20.00", ""], await AllocatedAsync(page));
        Assert.Equal("0.00", await page.Locator("[data-credit]").InnerTextAsync());

        // By hand: too much for a charge is said at once, and refused beside the field.
        await page.Locator("#allocation-1").FillAsync("70");
        await page.Locator("#allocation-2").FillAsync("10");
        Assert.Equal("\u221210.00", await payment.Locator("output").First.InnerTextAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Save payment" }).ClickAsync();
        Assert.Contains("60.00 of charge 1 is open", await page.Locator("#allocation-1-fault").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("70", await page.Locator("#allocation-1").InputValueAsync());
        await visitor.IsFitForEverybodyAsync();

        // Credit while a charge stays open is refused, too.
        await page.Locator("#allocation-1").FillAsync("60");
        Assert.Contains("would be open credit", await page.Locator("[data-why]").InnerTextAsync(), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save payment" }).ClickAsync();
        await page.Locator("#payment").GetByRole(AriaRole.Alert).WaitForAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Oldest first" }).ClickAsync();
        Assert.Equal(["60.00", "20.00", ""], await AllocatedAsync(page));
        await page.GetByRole(AriaRole.Button, new() { Name = "Save payment" }).ClickAsync();
        Assert.Contains("80.00 is applied to charges", await visitor.ToldAsync(), StringComparison.Ordinal);

        await page.Locator("#payment").GetByLabel("Payment", new() { Exact = true }).FillAsync("90");
        Assert.Equal("20.00", await page.Locator("[data-credit]").InnerTextAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Save payment" }).ClickAsync();
        Assert.Contains("20.00 is open credit", await visitor.ToldAsync(), StringComparison.Ordinal);
        Assert.Contains("No charge is open", await visitor.ReadAsync(), StringComparison.Ordinal);
    }

    [SkippableFact]
    [Trait("Req", "PS-4")]
    public async Task A_saved_payment_is_adjusted_and_reviewed()
    {
        const string Participant = "1000000004";
        await using var visitor = await site.VisitAsync("biller");
        var page = visitor.Page;
        await visitor.GoAsync($"/participants/{Participant}");
        await ChargeAsync(page, "2026-11-01", "100");
        await page.Locator("#payment").GetByLabel("Payment", new() { Exact = true }).FillAsync("30");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save payment" }).ClickAsync();
        await visitor.ToldAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Payments and details" }).ClickAsync();
        await page.Locator("summary").Filter(new() { HasText = "Adjust" }).ClickAsync();
        await page.GetByLabel("The total that it should be").FillAsync("-1");
        await page.GetByLabel("Why").FillAsync("a slip");
        await page.GetByRole(AriaRole.Button, new() { Name = "Adjust", Exact = true }).ClickAsync();
        Assert.Contains("0.00 or more", await page.Locator("td .fault").InnerTextAsync(), StringComparison.Ordinal);
        await visitor.IsFitForEverybodyAsync();
        await page.GetByLabel("The total that it should be").FillAsync("25");
        await page.GetByRole(AriaRole.Button, new() { Name = "Adjust", Exact = true }).ClickAsync();
        Assert.Contains("comes to 25.00", await visitor.ToldAsync(), StringComparison.Ordinal);
        Assert.Contains("a slip", await visitor.ReadAsync(), StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Link, new() { Name = "By posting date" }).ClickAsync();
        Assert.Contains("25.00", await page.Locator("tfoot").InnerTextAsync(), StringComparison.Ordinal);
        await visitor.IsFitForEverybodyAsync();
    }

    [SkippableFact]
    [Trait("Req", "PS-2")]
    public async Task A_payment_that_goes_further_than_the_charges_that_are_shown_is_left_to_go_to_the_oldest_first()
    {
        const string Participant = "1000000006";
        var biller = new Caller("biller", new HashSet<Role> { Role.Biller });
        for (var day = 0; day < 101; day++)
        {
            var charge = new ChargeCommand(new DateOnly(2026, 1, 1).AddDays(day), Money.Of(10), "2026-11", "Room");
            Assert.NotNull((await site.Application.Charges.ChargeAsync(new ChargeRequest(biller, Participant, $"many-{day}"), charge)).Account);
        }

        await using var visitor = await site.VisitAsync("biller");
        var page = visitor.Page;
        await visitor.GoAsync($"/participants/{Participant}");
        var amount = page.Locator("#pay-amount");
        await amount.PressSequentiallyAsync("1000");
        Assert.Equal(Enumerable.Repeat("10.00", 100), await AllocatedAsync(page));
        await amount.FillAsync("1005");
        Assert.Equal(Enumerable.Repeat("", 100), await AllocatedAsync(page));
        Assert.Equal("", await page.Locator("[data-why]").InnerTextAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Save payment" }).ClickAsync();
        Assert.Contains("1,005.00 is applied to charges, 0.00 is open credit", await visitor.ToldAsync(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_participant_is_found_by_name_without_a_name_in_the_address()
    {
        await using var visitor = await site.VisitAsync("auditor", isPhone: true);
        await visitor.GoAsync("/participants");
        await visitor.Page.GetByLabel("Last name, or its beginning").FillAsync("Beg");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Begay, Olga" }).First.WaitForAsync();
        Assert.DoesNotContain("Beg", visitor.Page.Url, StringComparison.Ordinal);
        await visitor.IsFitForEverybodyAsync();
        await visitor.GoAsync("/participants/1000000005");
        Assert.Equal(0, await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Charge" }).CountAsync());
        await visitor.IsFitForEverybodyAsync();
    }

    private static async Task ChargeAsync(IPage page, string date, string amount)
    {
        await page.Locator("#charge-date").FillAsync(date);
        await page.Locator("#charge-amount").FillAsync(amount);
        await page.GetByRole(AriaRole.Button, new() { Name = "Charge", Exact = true }).ClickAsync();
        await page.Locator(".told.done").GetByText("was charged").WaitForAsync();
    }

    private static Task<string[]> AllocatedAsync(IPage page)
        => page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('input[data-open]')].map(field => field.value)");
}
