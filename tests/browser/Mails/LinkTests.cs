using Serverless.Browser.Tests.Hosting;
using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;

namespace Serverless.Browser.Tests.Mails;

/// <summary>Approving and denying from a mail, received by a real SMTP server and opened in a real browser.</summary>
[Trait("Req", "ALL-4")]
public sealed class LinkTests(MailedSite site) : IClassFixture<MailedSite>
{
    private static readonly Caller Provider = new("provider", new HashSet<Role> { Role.Provider }, "P-100");

    [SkippableFact]
    [Trait("Req", "UPI-7")]
    public async Task A_link_shows_first_approves_by_its_button_without_signing_in_and_works_once()
    {
        var payment = await SubmitAsync(4m, 3);
        var mail = await site.MailAsync("coordinator@agency.example", payment.Id);
        var link = MailedSite.LinkIn(mail, "Approve");
        await using var holder = await site.ArriveAsync();
        await holder.GoAsync(link);
        Assert.DoesNotContain(link.Split('=')[1], holder.Page.Url, StringComparison.Ordinal);
        Assert.Contains("Approve this payment?", await holder.ReadAsync(), StringComparison.Ordinal);
        await holder.IsFitForEverybodyAsync();
        Assert.Equal(PaymentStatus.WaitingScApproval, (await site.Application.Records.FindAsync(payment.Id))!.Status);

        await holder.PressAsync("Approve 100.00");
        Assert.Contains("Waiting DSPD Approval", await holder.ReadAsync(), StringComparison.Ordinal);
        await holder.IsFitForEverybodyAsync();
        var moved = (await site.Application.Records.HistoryAsync((await site.Application.Records.FindAsync(payment.Id))!))[^1];
        Assert.Equal(("coordinator", "link"), (moved.By, moved.Via));

        await holder.GoAsync(link);
        Assert.Contains("This link was used", await holder.ReadAsync(), StringComparison.Ordinal);
        await holder.GoAsync(MailedSite.LinkIn(mail, "Deny"));
        Assert.Contains("The payment has moved on", await holder.ReadAsync(), StringComparison.Ordinal);
        await holder.GoAsync(link[..^4] + "AAAA");
        Assert.Contains("This is no link of ours", await holder.ReadAsync(), StringComparison.Ordinal);
        await holder.IsFitForEverybodyAsync();
    }

    [SkippableFact]
    public async Task Above_the_amount_its_person_signs_in_and_nobody_else_decides()
    {
        var payment = await SubmitAsync(60m, 4);
        var mail = await site.MailAsync("coordinator@agency.example", payment.Id);
        var link = MailedSite.LinkIn(mail, "Approve");
        await using var other = await site.VisitAsync("technician");
        await other.GoAsync(link);
        Assert.Contains("sent to somebody else", await other.ReadAsync(), StringComparison.Ordinal);

        await using var holder = await site.ArriveAsync(isPhone: true);
        await holder.GoAsync(link);
        Assert.DoesNotContain("1,500.00", await holder.ReadAsync(), StringComparison.Ordinal);
        await holder.Page.Locator("main").GetByText("Sign in", new() { Exact = true }).ClickAsync();
        await holder.Page.Locator("button[name=user][value=coordinator]").ClickAsync();
        await holder.Page.WaitForURLAsync("**/links/*");
        await holder.IsFitForEverybodyAsync();
        await holder.PressAsync("Approve 1,500.00");
        Assert.Contains("Waiting DSPD Approval", await holder.ReadAsync(), StringComparison.Ordinal);
        var moved = (await site.Application.Records.HistoryAsync((await site.Application.Records.FindAsync(payment.Id))!))[^1];
        Assert.Equal(("coordinator", null), (moved.By, moved.Via));
    }

    [SkippableFact]
    public async Task Denying_by_link_asks_for_the_reason_and_keeps_the_link_until_it_has_one()
    {
        var payment = await SubmitAsync(2m, 5);
        var link = MailedSite.LinkIn(await site.MailAsync("coordinator@agency.example", payment.Id), "Deny");
        await using var holder = await site.ArriveAsync();
        await holder.GoAsync(link);
        await holder.PressAsync("Deny 50.00");
        Assert.Contains("Say why", await holder.ReadAsync(), StringComparison.Ordinal);
        await holder.Page.GetByLabel("Reason").FillAsync("Nobody was there that day.");
        await holder.PressAsync("Deny 50.00");
        Assert.Contains("Denied by SC", await holder.ReadAsync(), StringComparison.Ordinal);
    }

    private async Task<Payment> SubmitAsync(decimal units, int day)
    {
        var date = new DateOnly(2026, 7, day);
        var facts = new PaymentFacts("P-100", "1000000002", "SLN", Units.Of(units), Money.Of(25), Money.Of(units * 25), date, date);
        var made = (await site.Application.Payments.SubmitAsync(Provider, facts, $"link-test-{day}")).Payment!;
        Assert.Equal(PaymentStatus.WaitingScApproval, made.Status);
        return made;
    }
}
