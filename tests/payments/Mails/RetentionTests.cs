using System.Globalization;
using Serverless.Durable;
using Serverless.Payments.Approvals;
using Serverless.Payments.Mails;
using Serverless.Payments.Mails.Digests;
using Serverless.Payments.Mails.Links;
using Serverless.Storage;
using Serverless.Testing;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.Mails;

/// <summary>What is of no use any more does not stay for ever, and what may be needed stays.</summary>
[Trait("Req", "ALL-4")]
public sealed class RetentionTests : IAsyncLifetime
{
    private PaymentsWorld world = null!;

    private MailOutbox Outbox => world.Application.Mails.Outbox;

    public async Task InitializeAsync() => world = await MailWorld.CreateAsync();

    public Task DisposeAsync() => world.DisposeAsync().AsTask();

    [Fact]
    public async Task A_mail_is_kept_for_90_days_from_its_end_and_one_that_waits_for_as_long_as_it_waits()
    {
        await RecordAsync("sent");
        await world.RecordsAsync(MailStatus.Sent);
        world.Carrier.Answer = _ => MailReceipt.Refused("550 no such mailbox");
        await RecordAsync("refused");
        await world.RecordsAsync(MailStatus.Refused);
        world.Carrier.Answer = _ => MailReceipt.Later("down");
        await RecordAsync("waiting");
        await world.RecordsAsync(MailStatus.Waiting);
        world.Time.Advance(TimeSpan.FromDays(89));
        await MorningAsync();
        Assert.Equal(3, await CountAsync(null));

        // What an admin had tried again ended late.
        await Outbox.RetryAsync(Assert.Single(await world.RecordsAsync(MailStatus.Refused)).Key);
        await Outbox.SettleAsync(MailRecord.KeyOf(CauseOf("refused").ToId()), MailStatus.Refused, "550 still none");
        world.Time.Advance(TimeSpan.FromDays(2));
        await MorningAsync();
        Assert.Equal((2, 0, 1), (await CountAsync(null), await CountAsync(MailStatus.Sent), await CountAsync(MailStatus.Refused)));
        Assert.Null(await Outbox.FindAsync(MailRecord.KeyOf(CauseOf("sent").ToId())));
        world.Time.Advance(TimeSpan.FromDays(90));
        await MorningAsync();
        Assert.Equal(0, await CountAsync(MailStatus.Refused));
    }

    [Fact]
    public async Task Many_go_together_and_one_that_is_tried_again_meanwhile_keeps_none_of_the_others()
    {
        const int many = 70;
        for (var number = 0; number < many; number++)
        {
            await RecordAsync(number.ToString(CultureInfo.InvariantCulture));
        }

        await Until.TrueAsync(async () => await CountAsync(MailStatus.Sent) == many);
        var again = MailRecord.KeyOf(CauseOf("33").ToId());
        var forgotten = await Outbox.ForgetAsync(world.Time.GetUtcNow().AddDays(1), async cause =>
        {
            // Its row changes between the look at it and the deletion.
            if (cause.ToId() == CauseOf("33").ToId())
            {
                var row = (await world.Tables.GetAsync(Tables.Mails, "outbox", $"m|{again}"))!;
                await world.Tables.SubmitAsync(Tables.Mails, "outbox", [TableOperation.Update(row.RowKey, row.Data, row.ETag)]);
            }

            return true;
        }, mailsMax: many);

        Assert.Equal(many - 1, forgotten);
        Assert.Equal(again, Assert.Single((await Outbox.ListAsync(null)).Items).Key);
    }

    [Fact]
    public async Task What_asked_for_a_payment_goes_when_the_payment_has_moved_on_and_never_asks_twice_for_it()
    {
        var payment = await world.SubmitAsync(Claim());
        await world.MailsToAsync("coordinator");
        var asked = (await world.RecordsAsync(MailStatus.Sent))[0];
        world.Time.Advance(TimeSpan.FromDays(200));
        await world.MailsToAsync("manager");
        await MorningAsync();
        Assert.NotNull(await Outbox.FindAsync(asked.Key));
        Assert.Single(world.Carrier.To("coordinator"), mail => mail.Subject.StartsWith("Payment to approve", StringComparison.Ordinal));

        await world.MoveAsync(await world.ReadAsync(payment.Id), PaymentAction.Deny, Coordinator);
        await MorningAsync();
        Assert.Null(await Outbox.FindAsync(asked.Key));
    }

    [Fact]
    public async Task Links_go_30_days_after_they_expired_within_a_week_of_mornings_and_the_payment_keeps_who_decided()
    {
        var payment = await world.SubmitAsync(Claim());
        var (approve, _) = (await world.MailsToAsync("coordinator"))[0].Links();
        await world.Application.Mails.Links.DecideAsync(approve, null, "request", signedIn: null);
        await world.MailsToAsync("technician");
        var links = await LinksAsync();
        Assert.True(links.Count >= 4);
        world.Time.Advance(TimeSpan.FromDays(32));
        await WeekAsync();
        Assert.Subset((await LinksAsync()).ToHashSet(), links.ToHashSet());

        world.Time.Advance(TimeSpan.FromDays(2));
        await WeekAsync();
        Assert.Equal(LinkState.Forged, (await world.Application.Mails.Links.ReadAsync(approve)).State);
        Assert.Empty((await LinksAsync()).Intersect(links));
        Assert.Contains(await world.HistoryAsync(payment), move => move is { By: "coordinator", Via: "link" });

        // All five parts at one instant, so that the week itself ages nothing.
        async Task WeekAsync()
        {
            for (var day = 0; day < 5; day++)
            {
                await world.Application.Mails.Links.ForgetAsync(world.Time.GetUtcNow() - MailRetention.LinksKept, day, 5);
            }
        }
    }

    [Fact]
    public async Task The_mornings_from_Monday_to_Friday_take_all_links()
    {
        await world.SubmitAsync(Claim());
        await world.MailsToAsync("coordinator");
        var before = await LinksAsync();
        world.Time.Advance(TimeSpan.FromDays(60));
        Assert.True(before.Count >= 2);
        while (world.Application.Calendar.Today.DayOfWeek != DayOfWeek.Monday)
        {
            world.Time.Advance(TimeSpan.FromDays(1));
        }

        for (var day = DayOfWeek.Monday; day <= DayOfWeek.Friday; day++)
        {
            Assert.Equal(day, world.Application.Calendar.Today.DayOfWeek);
            await MorningAsync();
            world.Time.Advance(TimeSpan.FromDays(1));
        }

        Assert.Empty((await LinksAsync()).Intersect(before));
    }

    private static MailCause CauseOf(string id) => new(MailKind.Notice, "ofo", Notice: new NoticeText(id, "i1"));

    private Task RecordAsync(string id) => Outbox.RecordAsync(CauseOf(id));

    private Task<DateTimeOffset> MorningAsync() => world.Application.Mails.Digests.SendAsync(new ActivityContext(DigestSchedule.SendActivity, "instance", default), world.Time.GetUtcNow());

    private async Task<int> CountAsync(MailStatus? status) => (await Outbox.ListAsync(status)).Items.Count;

    /// <summary>Those that are kept, by their hashes; the clock's way through weeks makes new ones, because it reminds.</summary>
    private async Task<IReadOnlyList<string>> LinksAsync()
    {
        var found = new List<string>();
        for (var partition = 0; partition < 256; partition++)
        {
            found.AddRange((await world.Tables.QueryAsync(Tables.Mails, $"links-{partition:x2}", RowRange.All)).Rows.Select(row => row.RowKey));
        }

        return found;
    }
}
