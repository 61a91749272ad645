using Serverless.Durable;
using Serverless.Payments.Identity;
using Serverless.Payments.Mails;
using Serverless.Payments.Mails.Digests;
using Serverless.Payments.Notifications;
using Serverless.Payments.Users;
using Serverless.Testing;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.Mails;

[Trait("Req", "ALL-4")]
public sealed class DeliveryTests
{
    [Fact]
    public async Task A_mail_server_that_is_down_for_a_day_delays_mails_and_loses_none()
    {
        await using var world = await MailWorld.CreateAsync();
        world.Carrier.Answer = _ => MailReceipt.Later("connection refused");
        for (var day = 2; day <= 6; day++)
        {
            await world.SubmitAsync(Claim(units: 1, fromDay: day, toDay: day));
        }

        await Until.TrueAsync(() => Task.FromResult(world.Carrier.Attempts >= 3));
        var up = world.Time.GetUtcNow().AddDays(1);
        while (world.Time.GetUtcNow() < up)
        {
            world.Time.Advance(TimeSpan.FromHours(2));
            await Task.Yield();
        }

        world.Carrier.Answer = _ => MailReceipt.Taken;
        await Until.TrueAsync(() =>
        {
            world.Time.Advance(TimeSpan.FromMinutes(1));
            return Task.FromResult(world.Carrier.To("coordinator").Count >= 5);
        });

        Assert.Equal(5, world.Carrier.Taken.Select(mail => mail.Id).Distinct().Count());
        Assert.Equal(5, world.Carrier.Taken.Count);
        Assert.Equal(5, (await world.RecordsAsync(MailStatus.Sent, 5)).Count);
    }

    [Fact]
    public async Task A_mail_that_is_refused_is_seen_and_can_be_tried_again()
    {
        await using var world = await MailWorld.CreateAsync();
        world.Carrier.Answer = _ => MailReceipt.Refused("550 no such mailbox");
        await world.SubmitAsync(Claim());
        var refused = Assert.Single(await world.RecordsAsync(MailStatus.Refused));
        Assert.Equal("550 no such mailbox", refused.Detail);

        world.Carrier.Answer = _ => MailReceipt.Taken;
        Assert.Equal(MailStatus.Waiting, (await world.Application.Mails.Outbox.RetryAsync(refused.Key))!.Status);

        Assert.Single(await world.MailsToAsync("coordinator"));
        await world.RecordsAsync(MailStatus.Sent);
        Assert.Equal(MailStatus.Sent, (await world.Application.Mails.Outbox.RetryAsync(refused.Key))!.Status);
    }

    [Fact]
    public async Task A_delivery_that_another_has_followed_refuses_nothing_any_more()
    {
        await using var world = await MailWorld.CreateAsync();
        world.Carrier.Answer = _ => MailReceipt.Later("down");
        await world.SubmitAsync(Claim());
        var key = Assert.Single(await world.RecordsAsync(MailStatus.Waiting)).Key;
        var outbox = world.Application.Mails.Outbox;
        await outbox.SettleAsync(key, MailStatus.Refused, "550 no such mailbox", delivery: 0);
        Assert.Equal(1, (await outbox.RetryAsync(key))!.Delivery);

        await outbox.SettleAsync(key, MailStatus.Refused, "550 no such mailbox", delivery: 0);
        Assert.Equal(MailStatus.Waiting, (await outbox.FindAsync(key))!.Status);
        await outbox.SettleAsync(key, MailStatus.Refused, "550 no such mailbox", delivery: 1);
        Assert.Equal(MailStatus.Refused, (await outbox.FindAsync(key))!.Status);
    }

    [Fact]
    public async Task A_mail_that_is_tried_again_before_its_delivery_has_ended_is_tried_at_once_and_sent_once()
    {
        await using var world = await MailWorld.CreateAsync();
        world.Carrier.Answer = _ => MailReceipt.Later("down");
        await world.SubmitAsync(Claim());
        var key = Assert.Single(await world.RecordsAsync(MailStatus.Waiting)).Key;
        await world.AsleepAsync(MailDelivery.InstanceId(key));
        await world.Application.Mails.Outbox.SettleAsync(key, MailStatus.Refused, "550 no such mailbox");

        world.Carrier.Answer = _ => MailReceipt.Taken;
        await world.Application.Mails.Outbox.RetryAsync(key);
        await world.MailsToAsync("coordinator");
        await world.RecordsAsync(MailStatus.Sent);
        world.Time.Advance(TimeSpan.FromHours(1));
        await world.Engine.WaitForInstanceCompletionAsync(MailDelivery.InstanceId(key)).WaitAsync(Patience);
        Assert.Single(world.Carrier.Taken);
    }

    [Fact]
    public async Task A_delivery_that_another_has_followed_sends_nothing()
    {
        await using var world = await MailWorld.CreateAsync();
        world.Carrier.Answer = _ => MailReceipt.Refused("550 no such mailbox");
        await world.SubmitAsync(Claim());
        var key = Assert.Single(await world.RecordsAsync(MailStatus.Refused)).Key;
        world.Carrier.Answer = _ => MailReceipt.Later("down");
        await world.Application.Mails.Outbox.RetryAsync(key);
        await world.AsleepAsync(MailDelivery.InstanceId(key, delivery: 1));
        var tries = world.Carrier.Attempts;
        await world.Application.Mails.Sending.SendAsync(new ActivityContext(MailDelivery.SendActivity, "instance", default), new MailDeliveryInput(key));
        Assert.Equal(tries, world.Carrier.Attempts);
    }

    [Fact]
    public async Task Mails_are_listed_newest_first_page_by_page()
    {
        await using var world = await MailWorld.CreateAsync();
        for (var number = 1; number <= 5; number++)
        {
            await world.Application.Mails.Outbox.RecordAsync(new MailCause(MailKind.Notice, "ofo", Notice: new NoticeText($"n{number}", "i1")));
            world.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await world.RecordsAsync(MailStatus.Sent, 5);
        foreach (var status in (MailStatus?[])[null, MailStatus.Sent])
        {
            var seen = new List<string>();
            string? after = null;
            do
            {
                var page = await world.Application.Mails.Outbox.ListAsync(status, after, 2);
                seen.AddRange(page.Items.Select(mail => mail.Cause.Notice!.Id));
                after = page.Next;
            }
            while (after is not null);
            Assert.Equal(["n5", "n4", "n3", "n2", "n1"], seen);
        }
    }

    [Fact]
    public async Task A_mail_that_cannot_be_sent_for_a_week_is_given_up_and_says_so()
    {
        await using var world = await MailWorld.CreateAsync();
        world.Carrier.Answer = _ => MailReceipt.Later("still down");
        await world.SubmitAsync(Claim());

        await Until.TrueAsync(async () =>
        {
            world.Time.Advance(TimeSpan.FromHours(6));
            return (await world.Application.Mails.Outbox.ListAsync(MailStatus.Expired)).Items.Count > 0;
        });

        Assert.Equal("still down", (await world.RecordsAsync(MailStatus.Expired))[0].Detail);
        Assert.True(world.Time.GetUtcNow() - (await world.RecordsAsync(MailStatus.Expired))[0].At >= MailSending.TriedFor);
    }

    [Fact]
    public async Task No_mail_is_given_up_before_its_own_week_of_tries()
    {
        await using var world = await MailWorld.CreateAsync();
        world.Carrier.Answer = _ => MailReceipt.Later("down");
        await world.SubmitAsync(Claim());
        var first = Assert.Single(await world.RecordsAsync(MailStatus.Waiting));
        await StopAsync(first.Key);
        await TryAsync(first.Key);
        await TryAsync(first.Key);

        // The server is left alone now, so that this one is not handed to it.
        var tries = world.Carrier.Attempts;
        var cause = new MailCause(MailKind.Remind, first.Cause.User, first.Cause.PaymentId, first.Cause.Version);
        await world.Application.Mails.Outbox.RecordAsync(cause);
        var behind = MailRecord.KeyOf(cause.ToId());
        await StopAsync(behind);
        Assert.Equal(tries, world.Carrier.Attempts);

        world.Time.Advance(TimeSpan.FromDays(8));
        await TryAsync(first.Key);
        Assert.Equal(MailStatus.Waiting, (await TryAsync(behind)).Status);
        Assert.Equal(tries + 1, world.Carrier.Attempts);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(MailStatus.Waiting, (await TryAsync(behind)).Status);
        world.Time.Advance(MailSending.TriedFor);
        Assert.Equal(MailStatus.Expired, (await TryAsync(behind)).Status);

        Task<MailAttempt> TryAsync(string key) => world.Application.Mails.Sending.SendAsync(new ActivityContext(MailDelivery.SendActivity, "instance", default), new MailDeliveryInput(key));

        async Task StopAsync(string key)
        {
            await world.AsleepAsync(MailDelivery.InstanceId(key));
            await world.Engine.TerminateInstanceAsync(MailDelivery.InstanceId(key));
            await world.Engine.WaitForInstanceCompletionAsync(MailDelivery.InstanceId(key)).WaitAsync(Patience);
        }
    }

    [Fact]
    public async Task The_same_cause_is_one_mail_however_often_it_is_recorded()
    {
        await using var world = await MailWorld.CreateAsync();
        var cause = new MailCause(MailKind.Notice, "ofo", Notice: new NoticeText("n1", "i1"));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.Application.Mails.Outbox.RecordAsync(cause)));
        await world.MailsToAsync("ofo");
        await world.RecordsAsync(MailStatus.Sent);
        await world.Application.Mails.Outbox.RecordAsync(cause);
        await world.RestartAsync();
        await world.Application.Mails.ResumeAsync();

        Assert.Single(world.Carrier.Taken);
        Assert.Single((await world.Application.Mails.Outbox.ListAsync(null)).Items);
    }

    [Fact]
    public async Task A_mail_whose_delivery_was_lost_is_taken_up()
    {
        await using var world = await MailWorld.CreateAsync();
        world.Carrier.Answer = _ => MailReceipt.Later("down");
        await world.SubmitAsync(Claim());
        var waiting = Assert.Single(await world.RecordsAsync(MailStatus.Waiting));
        await world.AsleepAsync(MailDelivery.InstanceId(waiting.Key));
        await world.Engine.TerminateInstanceAsync(MailDelivery.InstanceId(waiting.Key));
        await world.Engine.WaitForInstanceCompletionAsync(MailDelivery.InstanceId(waiting.Key)).WaitAsync(Patience);

        world.Carrier.Answer = _ => MailReceipt.Taken;
        await world.Application.Repair.RunAsync();

        Assert.Single(await world.MailsToAsync("coordinator"));
    }

    [Fact]
    public async Task A_notice_goes_out_by_mail_once()
    {
        await using var world = await MailWorld.CreateAsync();
        var notice = new Notice("n1", Role.Provider, "P-100", "Invoice returned", "It was wrong: <b>all</b> of it.", "i1", default) { Brief = new("An invoice is returned", [new("Lines", "3 <b>\nApprove: https://evil.example")]) };

        Assert.True(await world.Application.Notices.TellAsync(notice));
        Assert.False(await world.Application.Notices.TellAsync(notice));

        var mail = Assert.Single(await world.MailsToAsync("provider"));
        Assert.Equal("An invoice is returned", mail.Subject);
        Assert.DoesNotContain("It was wrong", mail.Text + mail.Html, StringComparison.Ordinal);
        Assert.Contains("Lines: 3 <b> Approve", mail.Text, StringComparison.Ordinal);
        Assert.Contains("3 &lt;b&gt; Approve", mail.Html, StringComparison.Ordinal);
        Assert.Contains("https://payments.agency.example/notices", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_digest_lists_once_a_working_day_what_waits_and_is_none_where_nothing_does()
    {
        await using var world = await MailWorld.CreateAsync();
        await world.PutUserAsync("coordinator", Role.Coordinator, mail: MailPreference.Digest);
        await world.PutUserAsync("deputy", Role.Coordinator, mail: MailPreference.Digest);
        var payment = await world.SubmitAsync(Claim());
        await world.Application.Mails.ResumeAsync();
        await Until.TrueAsync(async () => (await world.Engine.GetInstanceAsync(DigestSchedule.InstanceId, true))?.ReadCustomStatusAs<DateTimeOffset?>() == new DateTimeOffset(2026, 11, 23, 14, 0, 0, TimeSpan.Zero));

        world.Time.Advance(TimeSpan.FromDays(1));

        var digest = Assert.Single(await world.MailsToAsync("coordinator"));
        Assert.Equal("1 payment waiting for you on 2026-11-23", digest.Subject);
        Assert.Contains(payment.Id, digest.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/links", digest.Text, StringComparison.Ordinal);
        Assert.Equal("Nothing waits.", Assert.Single(await world.RecordsAsync(MailStatus.Obsolete)).Detail);
        Assert.Empty(world.Carrier.To("deputy"));
    }

    [Fact]
    public async Task A_digest_tells_each_notice_once_however_long_the_mail_server_was_down()
    {
        await using var world = await MailWorld.CreateAsync();
        await world.PutUserAsync("ofo", Role.Ofo, mail: MailPreference.Digest);
        await TellAsync("n1");
        world.Carrier.Answer = _ => MailReceipt.Later("down");
        await world.AsleepAsync(MailDelivery.InstanceId(await DigestAsync()));
        world.Carrier.Answer = _ => MailReceipt.Taken;
        world.Time.Advance(TimeSpan.FromDays(1));
        await world.RecordsAsync(MailStatus.Obsolete);

        await DigestAsync();
        await world.RecordsAsync(MailStatus.Sent);
        await TellAsync("n2");
        world.Time.Advance(TimeSpan.FromDays(1));
        await DigestAsync();
        await world.RecordsAsync(MailStatus.Sent, 2);
        world.Time.Advance(TimeSpan.FromDays(1));
        await DigestAsync();
        await world.RecordsAsync(MailStatus.Obsolete, 2);

        var digests = world.Carrier.Taken;
        Assert.Equal(2, digests.Count);
        Assert.Equal("News for you on 2026-11-23", digests[0].Subject);
        Assert.Contains("- What n1 says (about-n1)", digests[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Written", digests[0].Text, StringComparison.Ordinal);
        Assert.Contains("- What n2 says (about-n2)", digests[1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("n1", digests[1].Text, StringComparison.Ordinal);

        async Task TellAsync(string id)
        {
            world.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.True(await world.Application.Notices.TellAsync(new Notice(id, Role.Ofo, null, "Written subject", "Written text", $"about-{id}", default) { Brief = new($"What {id} says", []) }));
        }

        async Task<string> DigestAsync()
        {
            var cause = new MailCause(MailKind.Digest, "ofo", Day: world.Application.Calendar.Today);
            await world.Application.Mails.Outbox.RecordAsync(cause);
            return MailRecord.KeyOf(cause.ToId());
        }
    }

    [Fact]
    public async Task A_digest_whose_day_is_over_is_not_sent()
    {
        await using var world = await MailWorld.CreateAsync();
        await world.PutUserAsync("coordinator", Role.Coordinator, mail: MailPreference.Digest);
        await world.SubmitAsync(Claim());
        world.Carrier.Answer = _ => MailReceipt.Later("down");
        var day = world.Application.Calendar.Today;
        await world.Application.Mails.Outbox.RecordAsync(new MailCause(MailKind.Digest, "coordinator", Day: day));
        await world.AsleepAsync(MailDelivery.InstanceId(Assert.Single(await world.RecordsAsync(MailStatus.Waiting)).Key));

        world.Carrier.Answer = _ => MailReceipt.Taken;
        world.Time.Advance(TimeSpan.FromDays(1));

        Assert.StartsWith("Its day is over", Assert.Single(await world.RecordsAsync(MailStatus.Obsolete)).Detail, StringComparison.Ordinal);
        Assert.Empty(world.Carrier.Taken);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 16)]
    [InlineData(6, 30)]
    [InlineData(500, 30)]
    public void Tries_come_at_growing_distances(int attempts, int minutes)
        => Assert.Equal(TimeSpan.FromMinutes(minutes), MailSending.After(attempts));
}
