using Serverless.Payments.Approvals;
using Serverless.Payments.Approvals.Policies;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;
using Serverless.Payments.Mails;
using Serverless.Payments.Notifications;
using Serverless.Payments.Users;
using Serverless.Testing;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.Mails;

/// <summary>What of people never leaves the house by mail.</summary>
[Trait("Req", "ALL-4")]
public sealed class PrivacyTests
{
    [Fact]
    public async Task No_mail_of_any_kind_has_the_clients_id_or_name_in_it()
    {
        await using var world = await MailWorld.CreateAsync(new ApprovalPolicy { ReminderWorkingDays = 1, EscalationWorkingDays = 2 });
        await world.PutUserAsync("provider", Role.Provider, provider: "P-100");
        await world.PutUserAsync("technician2", Role.Technician, mail: MailPreference.Digest);

        // What the validation says of an inactive client names it.
        await SetActiveAsync(world, false);
        var payment = await world.SubmitAsync(Claim());
        Assert.Contains(ClientId, (await world.ReadAsync(payment.Id)).Validation[0].Message, StringComparison.Ordinal);
        await world.MailsToAsync("provider");
        await world.MoveAsync(payment, PaymentAction.Review, PaymentsWorld.Provider);
        await world.MailsToAsync("coordinator");
        await AdvanceAsync(world, "coordinator", 2);
        await AdvanceAsync(world, "manager", 1);

        await SetActiveAsync(world, true);
        await world.MoveAsync(payment, PaymentAction.Approve, Coordinator);
        await world.MailsToAsync("technician");
        await world.Application.Mails.ResumeAsync();
        await AdvanceAsync(world, "technician2", 1);
        await world.MoveAsync(payment, PaymentAction.Approve, Technician);
        await world.MoveAsync(payment, PaymentAction.Hold, Ofo);
        await world.MailsToAsync("ofo");
        await world.Application.Notices.TellAsync(new Notice("n1", Role.Provider, "P-100", $"About {ClientId}", $"Ada Lopez ({ClientId}) asks.", payment.Id, default));
        await Until.TrueAsync(async () => (await world.RecordsAsync(MailStatus.Sent)).Any(record => record.Cause.Kind == MailKind.Notice));

        var sent = await world.RecordsAsync(MailStatus.Sent);
        Assert.Equal(Enum.GetValues<MailKind>().ToHashSet(), sent.Select(record => record.Cause.Kind).ToHashSet());
        foreach (var mail in world.Carrier.Taken)
        {
            var all = string.Join('\n', mail.Id, mail.To, mail.ToName, mail.Subject, mail.Text, mail.Html, System.Net.WebUtility.HtmlDecode(mail.Html), Uri.UnescapeDataString(mail.Text));
            Assert.DoesNotContain(ClientId, all, StringComparison.Ordinal);
            Assert.DoesNotContain("Lopez", all, StringComparison.Ordinal);
        }
    }

    private static Task SetActiveAsync(PaymentsWorld world, bool active) => world.Application.Directory.PutClientAsync(new Client(ClientId, "Ada", "Lopez", active, "coordinator"));

    private static Task AdvanceAsync(PaymentsWorld world, string user, int count) => Until.TrueAsync(() =>
    {
        world.Time.Advance(TimeSpan.FromHours(1));
        return Task.FromResult(world.Carrier.To(user).Count >= count);
    });
}
