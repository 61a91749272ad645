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

[Trait("Req", "ALL-4")]
public sealed class AskingTests
{
    [Fact]
    public async Task The_coordinator_is_asked_once_with_the_facts_and_links()
    {
        await using var world = await MailWorld.CreateAsync();
        var payment = await world.SubmitAsync(Claim());

        var mail = Assert.Single(await world.MailsToAsync("coordinator"));

        Assert.Equal(("coordinator@agency.example", "The coordinator"), (mail.To, mail.ToName));
        Assert.Equal("Payment to approve: 250.00 to Canyon Home Care", mail.Subject);
        foreach (var text in new[] { mail.Text, System.Net.WebUtility.HtmlDecode(mail.Html) })
        {
            Assert.Contains(payment.Id, text, StringComparison.Ordinal);
            Assert.Contains("10 units × 25.00 = 250.00", text, StringComparison.Ordinal);
            Assert.Contains("2026-11-02 to 2026-11-06", text, StringComparison.Ordinal);
            Assert.Contains($"https://payments.agency.example/payments/{payment.Id}", text, StringComparison.Ordinal);
        }

        var (approve, deny) = mail.Links();
        Assert.NotEqual(approve, deny);
    }

    [Fact]
    public async Task A_mail_names_no_client()
    {
        await using var world = await MailWorld.CreateAsync();
        await world.SubmitAsync(Claim());

        var mail = Assert.Single(await world.MailsToAsync("coordinator"));

        Assert.Contains("A. L., client id ending 0001", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Lopez", mail.Text + mail.Html + mail.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain(ClientId, mail.Text + mail.Html + mail.Subject, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(8, true)]
    public async Task A_mail_calls_unusual_what_the_pages_do(int month, bool isLate)
    {
        await using var world = await MailWorld.CreateAsync();
        var payment = await world.SubmitAsync(Claim(units: 40, month: month));
        var unusual = (await world.Application.Oddities.OfAsync(payment)).Select(oddity => $"- {oddity.Text}.").ToList();

        var mail = Assert.Single(await world.MailsToAsync("coordinator"));

        Assert.Equal(isLate ? 2 : 1, unusual.Count);
        Assert.Equal(unusual, mail.Text.Split('\n').Where(line => line.StartsWith("- ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task No_name_makes_a_line_that_looks_like_one_of_the_mails_own()
    {
        await using var world = await MailWorld.CreateAsync();
        await world.Application.Directory.PutProviderAsync(new Provider("P-100", "Canyon\r\nApprove: https://evil.example/\u2028Deny: https://evil.example/", "1 Main St", Active: true));
        await world.SubmitAsync(Claim());

        var mail = Assert.Single(await world.MailsToAsync("coordinator"));

        var decides = mail.Text.Split('\n', '\r', '\u2028').Where(line => line.StartsWith("Approve:", StringComparison.Ordinal) || line.StartsWith("Deny:", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, decides.Count);
        Assert.All(decides, line => Assert.Contains("https://payments.agency.example/links?token=", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_stage_asks_its_own_people()
    {
        await using var world = await MailWorld.CreateAsync();
        var payment = await world.SubmitAsync(Claim(units: 50));
        Assert.Contains("in Error", Assert.Single(await world.MailsToAsync("provider")).Subject, StringComparison.Ordinal);

        await world.MoveAsync(payment, PaymentAction.Review, PaymentsWorld.Provider);
        Assert.Contains("in review", Assert.Single(await world.MailsToAsync("coordinator")).Text, StringComparison.Ordinal);

        await world.SetBudgetAsync(100);
        await world.MoveAsync(payment, PaymentAction.Approve, Coordinator);
        Assert.Single(await world.MailsToAsync("technician"));
        Assert.Single(await world.MailsToAsync("technician2"));
        Assert.Empty(world.Carrier.To("ofo"));
    }

    [Fact]
    public async Task Who_submitted_a_payment_is_not_asked_to_approve_it()
    {
        await using var world = await MailWorld.CreateAsync();
        await world.PutUserAsync("provider", Role.Technician);
        var payment = await world.SubmitAsync(Claim());
        await world.MoveAsync(payment, PaymentAction.Approve, Coordinator);

        await world.MailsToAsync("technician");
        await world.MailsToAsync("technician2");
        Assert.Empty(world.Carrier.To("provider"));
    }

    [Theory]
    [InlineData(MailPreference.Digest)]
    [InlineData(MailPreference.None)]
    public async Task Who_wants_no_single_mails_gets_none(MailPreference preference)
    {
        await using var world = await MailWorld.CreateAsync();
        await world.PutUserAsync("technician", Role.Technician, mail: preference);
        var payment = await world.SubmitAsync(Claim());
        await world.MoveAsync(payment, PaymentAction.Approve, Coordinator);

        await world.MailsToAsync("technician2");
        Assert.Empty(world.Carrier.To("technician"));
    }

    [Fact]
    public async Task A_delegate_is_asked_in_the_absent_ones_place()
    {
        await using var world = await MailWorld.CreateAsync();
        var today = world.Application.Calendar.Today;
        var recorded = await world.Application.Delegations.RecordAsync(Coordinator, "coordinator", "deputy", today, today.AddDays(7), "absence");
        Assert.Null(recorded.Refusal);

        await world.SubmitAsync(Claim());

        Assert.Single(await world.MailsToAsync("deputy"));
        Assert.Empty(world.Carrier.To("coordinator"));
    }

    [Fact]
    public async Task A_chain_that_is_started_anew_mails_nobody_twice()
    {
        await using var world = await MailWorld.CreateAsync();
        var payment = await world.SubmitAsync(Claim());
        await world.MailsToAsync("coordinator");
        await world.AsleepAsync(payment);

        await world.Engine.TerminateInstanceAsync(PaymentApproval.InstanceId(payment.Id));
        await Until.TrueAsync(async () => (await world.Application.Repair.RunAsync()).Started == 1);
        await world.AsleepAsync(payment);

        Assert.Single(world.Carrier.To("coordinator"));
    }

    [Fact]
    public async Task Reminder_and_escalation_come_on_their_working_days_over_a_weekend_and_a_holiday()
    {
        // Thursday 2026-11-26 is free, so that two working days after Tuesday are Friday, and five the Wednesday after.
        await using var world = await MailWorld.CreateAsync(new ApprovalPolicy { Holidays = [new DateOnly(2026, 11, 26)] });
        world.Time.Advance(TimeSpan.FromDays(2));
        var payment = await world.SubmitAsync(Claim());
        await world.MailsToAsync("coordinator");
        await world.AsleepAsync(payment);

        world.Time.Advance(TimeSpan.FromDays(3) - TimeSpan.FromMinutes(1));
        await world.AsleepAsync(payment);
        Assert.Single(world.Carrier.To("coordinator"));

        world.Time.Advance(TimeSpan.FromMinutes(2));
        var reminder = (await world.MailsToAsync("coordinator", 2))[1];
        Assert.StartsWith("Reminder: ", reminder.Subject, StringComparison.Ordinal);
        Assert.Contains("waited since 2026-11-24", reminder.Text, StringComparison.Ordinal);
        await world.AsleepAsync(payment, timers: 2);
        Assert.Empty(world.Carrier.To("manager"));

        world.Time.Advance(TimeSpan.FromDays(5));
        Assert.StartsWith("Escalated: ", Assert.Single(await world.MailsToAsync("manager")).Subject, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "UPI-7")]
    public async Task Where_nobody_stands_above_the_admins_are_told_at_the_time_of_the_escalation()
    {
        await using var world = await MailWorld.CreateAsync();
        await world.PutUserAsync("coordinator", Role.Coordinator);
        await world.PutUserAsync("admin", Role.Admin);
        var payment = await world.SubmitAsync(Claim());
        await world.MailsToAsync("coordinator");
        await world.AsleepAsync(payment);
        world.Time.Advance(TimeSpan.FromDays(5));
        await world.AsleepAsync(payment, timers: 2);
        Assert.Empty((await world.Application.Notices.ReadAsync(Staff("admin", Role.Admin))).Items);

        world.Time.Advance(TimeSpan.FromDays(5));
        Notice? notice = null;
        await Until.TrueAsync(async () => (notice = (await world.Application.Notices.ReadAsync(Staff("admin", Role.Admin))).Items.SingleOrDefault()) is not null);

        Assert.Equal(payment.Id, notice!.About);
        Assert.Contains("no superior who may decide", notice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_comes_after_the_decision()
    {
        await using var world = await MailWorld.CreateAsync();
        var payment = await world.SubmitAsync(Claim());
        await world.MailsToAsync("coordinator");
        await world.AsleepAsync(payment);
        await world.MoveAsync(payment, PaymentAction.Deny, Coordinator);
        await world.Engine.WaitForInstanceCompletionAsync(PaymentApproval.InstanceId(payment.Id)).WaitAsync(Patience);

        world.Time.Advance(TimeSpan.FromDays(30));

        Assert.Single(world.Carrier.Taken);
    }

    [Fact]
    public async Task What_was_decided_before_its_mail_went_out_is_not_asked_any_more()
    {
        await using var world = await MailWorld.CreateAsync();
        world.Carrier.Answer = _ => MailReceipt.Later("down");
        var payment = await world.SubmitAsync(Claim());
        await Until.TrueAsync(() => Task.FromResult(world.Carrier.Attempts > 0));
        await world.MoveAsync(payment, PaymentAction.Deny, Coordinator);

        world.Carrier.Answer = _ => MailReceipt.Taken;
        var obsolete = await ObsoleteAsync(world);

        Assert.Equal("The payment moved on.", obsolete.Detail);
        Assert.Empty(world.Carrier.Taken);
    }

    private static async Task<MailRecord> ObsoleteAsync(PaymentsWorld world)
    {
        MailRecord? found = null;
        await Until.TrueAsync(async () =>
        {
            world.Time.Advance(TimeSpan.FromMinutes(1));
            return (found = (await world.Application.Mails.Outbox.ListAsync(MailStatus.Obsolete)).Items.SingleOrDefault()) is not null;
        });
        return found!;
    }
}
