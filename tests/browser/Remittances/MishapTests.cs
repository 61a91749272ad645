using System.Text;
using Microsoft.Playwright;
using Serverless.Browser.Tests.Hosting;
using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Testing;

namespace Serverless.Browser.Tests.Remittances;

/// <summary>What browsers go through: no scripts, a service out of reach, a step back; and a file and a filter that just work.</summary>
[Trait("Req", "ALL-4")]
public sealed class MishapTests(Site site) : IClassFixture<Site>
{
    [SkippableFact]
    [Trait("Req", "UPI-4")]
    public async Task Without_scripts_a_payment_is_found_in_the_inbox_and_approved_once_however_often_one_goes_back()
    {
        await SubmitAsync(3);
        await using var visitor = await site.VisitAsync("coordinator", hasScripts: false);
        Assert.EndsWith("/inbox", visitor.Page.Url, StringComparison.Ordinal);
        await visitor.GoAsync("/inbox");
        await visitor.Page.Locator("tbody a[href^='/payments/']").First.ClickAsync();
        var id = new Uri(visitor.Page.Url).Segments[^1];
        var kept = visitor.Page.APIRequest.CreateFormData().Set("note", "");
        foreach (var name in (string[])["form", "request", "version"])
        {
            kept.Set(name, (await visitor.Page.Locator($"form:has(#note) input[name={name}]").GetAttributeAsync("value"))!);
        }

        await visitor.PressAsync("Approve");
        Assert.Contains("now Waiting DSPD Approval", await visitor.ToldAsync(), StringComparison.Ordinal);
        var version = (await site.Application.Records.FindAsync(id))!.Version;

        // No page is kept, so that going back shows what is; a browser that keeps one sends the same form again.
        await visitor.Page.GoBackAsync();
        Assert.Equal(0, await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true }).CountAsync());
        var again = await visitor.Page.APIRequest.PostAsync($"/payments/{id}/approve", new() { Form = kept, MaxRedirects = 0 });
        Assert.Equal(302, again.Status);
        var payment = (await site.Application.Records.FindAsync(id))!;
        Assert.Equal((PaymentStatus.WaitingDspdApproval, version), (payment.Status, payment.Version));
    }

    [SkippableFact]
    [Trait("Req", "SAN-4")]
    public async Task Without_scripts_a_row_is_an_ordinary_form()
    {
        await Books.OpenAsync(site);
        await Books.BillAsync(site, "M-PLAIN", "Plain Payer", "75.00");
        await using var visitor = await site.VisitAsync("biller", hasScripts: false);
        var page = visitor.Page;
        await RemittanceWindowTests.CreateAsync(visitor, "75.00");
        await RemittanceWindowTests.EnterCheckAsync(visitor, "M-1");
        await RemittanceWindowTests.ShowAsync(visitor, "Plain Payer");
        await page.GetByLabel("Post to invoice M-PLAIN").FillAsync("75");
        await page.GetByLabel("Save invoice M-PLAIN").ClickAsync();
        await Assertions.Expect(page.Locator("#queue")).ToContainTextAsync("M-PLAIN");
        await Assertions.Expect(page.Locator("#session [data-figure=batch]")).ToHaveTextAsync("0.00");
        await visitor.PressAsync("Discard");
        await Assertions.Expect(page.Locator(".told")).ToContainTextAsync("discarded");
    }

    [SkippableFact]
    [Trait("Req", "SAN-4")]
    public async Task What_cannot_be_sent_is_told_stays_typed_and_arrives_when_the_service_is_back()
    {
        await Books.OpenAsync(site);
        await Books.BillAsync(site, "M-LOST", "Lost Payer", "60.00");
        await using var visitor = await site.VisitAsync("biller");
        var page = visitor.Page;
        var asked = new List<string>();
        page.Dialog += (_, dialog) =>
        {
            asked.Add(dialog.Type);
            _ = dialog.Type == DialogType.BeforeUnload ? dialog.DismissAsync() : dialog.AcceptAsync();
        };
        await RemittanceWindowTests.CreateAsync(visitor, "60.00");
        await RemittanceWindowTests.EnterCheckAsync(visitor, "M-2");
        await RemittanceWindowTests.ShowAsync(visitor, "Lost Payer");
        await page.RouteAsync("**/rows", route => route.AbortAsync());
        var post = page.GetByLabel("Post to invoice M-LOST");
        await post.FillAsync("60");
        await page.GetByLabel("Location").FocusAsync();
        await Assertions.Expect(page.Locator("#said")).ToContainTextAsync("cannot be reached");
        await Assertions.Expect(post).ToHaveValueAsync("60");
        await page.EvaluateAsync("() => { location.href = '/remittances'; }");
        await Until.TrueAsync(() => Task.FromResult(asked.Contains("beforeunload")));
        await Assertions.Expect(post).ToHaveValueAsync("60");
        await page.UnrouteAsync("**/rows");
        await post.FocusAsync();
        await page.GetByLabel("Location").FocusAsync();
        await Assertions.Expect(page.Locator("#queue")).ToContainTextAsync("M-LOST");
        await visitor.PressAsync("Discard");
        await Assertions.Expect(page.Locator(".told")).ToContainTextAsync("discarded");
    }

    [SkippableFact]
    [Trait("Req", "SAN-3")]
    public async Task Include_paid_shows_what_has_no_balance_any_more()
    {
        await Books.OpenAsync(site);
        await Books.BillAsync(site, "M-PAID", "Paid Payer", "20.00");
        await Books.BillAsync(site, "M-OPEN", "Paid Payer", "30.00");
        await Books.PayAsync(site, "M-PAID", 20m);
        await using var visitor = await BillerAsync();
        await RemittanceWindowTests.CreateAsync(visitor, "30.00");
        await RemittanceWindowTests.ShowAsync(visitor, "Paid Payer");
        await Assertions.Expect(visitor.Page.Locator("#records")).Not.ToContainTextAsync("M-PAID");
        await visitor.Page.GetByLabel("Include paid").CheckAsync();
        await visitor.PressAsync("Find");
        await Assertions.Expect(visitor.Page.Locator("#records")).ToContainTextAsync("M-PAID");
        await Assertions.Expect(visitor.Page.Locator("#records")).ToContainTextAsync("M-OPEN");
        await visitor.PressAsync("Discard");
        await Assertions.Expect(visitor.Page.Locator(".told")).ToContainTextAsync("discarded");
    }

    [SkippableFact]
    [Trait("Req", "SAN-2")]
    public async Task A_payer_s_file_becomes_a_session_with_its_claims_in_the_queue()
    {
        await Books.OpenAsync(site);
        await Books.BillAsync(site, "M-ERA", "Medicaid", "100.00");
        await using var visitor = await BillerAsync();
        var page = visitor.Page;
        await visitor.GoAsync("/remittances");
        await page.GetByLabel("The payer’s 835").SetInputFilesAsync(new FilePayload { Name = "good.835", MimeType = "text/plain", Buffer = Encoding.UTF8.GetBytes(Era) });
        await page.Locator("#file-bankId").SelectOptionAsync(Books.Bank);
        await visitor.PressAsync("Take in");
        await Assertions.Expect(page.Locator(".told")).ToContainTextAsync("every claim is in the queue");
        await Assertions.Expect(page.Locator("#queue")).ToContainTextAsync("M-ERA");
        await Assertions.Expect(page.Locator("#queue")).ToContainTextAsync("100.00");
        await visitor.PressAsync("Discard");
        await Assertions.Expect(page.Locator(".told")).ToContainTextAsync("discarded");
    }

    /// <summary>An 835 of one check of 100.00 that pays one invoice whole.</summary>
    private const string Era =
        "ISA*00*          *00*          *ZZ*MEDICAID       *ZZ*SERVERLESS     *261125*0900*^*00501*000001125*0*P*:~\n"
        + "GS*HP*MEDICAID*SERVERLESS*20261125*0900*1125*X*005010X221A1~\nST*835*0001~\nBPR*I*100.00*C*CHK************20261125~\n"
        + "TRN*1*M-CHECK*1876000545~\nN1*PR*Medicaid~\nN1*PE*Serverless*XX*1999999984~\nLX*1~\nCLP*M-ERA*1*100.00*100.00*0*MC*M-ERA*12*1~\n"
        + "SE*8*0001~\nGE*1*1125~\nIEA*1*000001125~\n";

    private async Task SubmitAsync(int units)
    {
        var provider = new Caller("provider", new HashSet<Role> { Role.Provider }, "P-100");
        var day = new DateOnly(2026, 8, 10);
        var facts = new PaymentFacts("P-100", "1000000002", "SLN", Units.Of(units), Money.Of(25), Money.Of(25 * units), day, day);
        Assert.NotNull((await site.Application.Payments.SubmitAsync(provider, facts, "mishap")).Payment);
    }

    /// <summary>A biller who says yes to whatever is asked before it is done.</summary>
    private async Task<Visitor> BillerAsync()
    {
        var visitor = await site.VisitAsync("biller");
        visitor.Page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        return visitor;
    }
}
