using Serverless.Browser.Tests.Hosting;
using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Testing;

namespace Serverless.Browser.Tests.Mails;

/// <summary>On a site of its own, because its mails come late.</summary>
[Trait("Req", "ALL-4")]
public sealed class MailsPageTests(MailedSite site) : IClassFixture<MailedSite>
{
    [SkippableFact]
    public async Task A_mail_server_that_is_down_delays_mails_and_an_admin_sees_them_wait()
    {
        await site.Server.DownAsync();
        var day = new DateOnly(2026, 7, 6);
        var provider = new Caller("provider", new HashSet<Role> { Role.Provider }, "P-100");
        var facts = new PaymentFacts("P-100", "1000000002", "SLN", Units.Of(1), Money.Of(25), Money.Of(25), day, day);
        var payment = (await site.Application.Payments.SubmitAsync(provider, facts, "down-test")).Payment!;
        await using var admin = await site.VisitAsync("admin");
        await Until.TrueAsync(async () =>
        {
            await admin.GoAsync("/mails?status=Waiting");
            return (await admin.ReadAsync()).Contains(payment.Id, StringComparison.Ordinal);
        });
        await admin.IsFitForEverybodyAsync();
    }
}
