using System.Globalization;
using Serverless.Payments.Approvals;
using Serverless.Payments.Calendar;
using Serverless.Payments.Notifications;
using Serverless.Payments.Users;

namespace Serverless.Payments.Mails.Digests;

/// <summary>Writes the one mail a day of everything that waits for somebody, and of what they were told since the one before. It has no links that decide, because by the time it is read much of it is decided.</summary>
public sealed class DigestMails(Inbox inbox, Notices notices, MailOutbox outbox, PublicAddress address, AgencyCalendar calendar)
{
    /// <summary>Payments that one mail lists, and notices.</summary>
    public const int ItemsMax = 50;

    /// <summary>Days that are looked back for the digest before; a mail server that is down for longer leaves older notices to the page.</summary>
    private const int BackDaysMax = 14;

    /// <summary>What the first one looks back: a weekend.</summary>
    private const int FirstDays = 3;

    /// <returns>The letter, or why there is none.</returns>
    public async Task<(Letter? Letter, string? Obsolete)> WriteAsync(MailRecord record, User user, CancellationToken cancellation = default)
    {
        var cause = record.Cause;
        if (cause.Day < calendar.Today)
        {
            return (null, "Its day is over; the next one lists what waits.");
        }

        if (user.Mail != MailPreference.Digest)
        {
            return (null, "The person does not want it any more.");
        }

        var page = await inbox.ReadAsync(user.AsCaller(), null, ItemsMax, cancellation);
        var news = await notices.ReadBetweenAsync(user.AsCaller(), await SinceAsync(record, cancellation), record.At, ItemsMax, cancellation);
        if (page.Items.Count == 0 && news.Items.Count == 0)
        {
            return (null, "Nothing waits.");
        }

        return (Write(cause, user, page, news), null);
    }

    private Letter Write(MailCause cause, User user, PaymentPage page, NoticePage news)
    {
        var body = new MailBody().Say($"{user.FullName},");
        var subject = string.Create(CultureInfo.InvariantCulture, $"News for you on {cause.Day:yyyy-MM-dd}");
        if (page.Items.Count > 0)
        {
            var isMore = page.Next is not null;
            var count = isMore ? $"more than {ItemsMax} payments" : page.Items.Count == 1 ? "1 payment" : $"{page.Items.Count} payments";
            subject = string.Create(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(count[0])}{count[1..]} waiting for you on {cause.Day:yyyy-MM-dd}");
            body.Say($"There {(page.Items.Count == 1 && !isMore ? "is" : "are")} {count} waiting for you, the longest waiting first.")
                .Points(isMore ? $"The first {ItemsMax}:" : "They are:", [.. page.Items.Select(Line)]);
            AddPage(body, "Open your inbox", "inbox");
        }

        body.Points(news.Next is null ? "You were told:" : $"You were told, besides more than these {ItemsMax}:", [.. news.Items.Select(NoticeLetters.LineOf)]);
        if (news.Items.Count > 0)
        {
            AddPage(body, "Read your notices", "notices");
        }

        if (address.Value is null)
        {
            body.Say("Sign in to the payments service to act on it.");
        }

        var (text, html) = body.Build(subject);
        return new Letter(subject, text, html);
    }

    private void AddPage(MailBody body, string label, string path)
    {
        if (address.Page(path) is { } page)
        {
            body.Link(label, page);
        }
    }

    /// <summary>When the digest before was caused, up to which notices were told by it: the last that was sent, or that found nothing on its own day.</summary>
    private async Task<DateTimeOffset> SinceAsync(MailRecord record, CancellationToken cancellation)
    {
        for (var back = 1; back <= BackDaysMax; back++)
        {
            var day = record.Cause.Day!.Value.AddDays(-back);
            var before = await outbox.FindAsync(MailRecord.KeyOf((record.Cause with { Day = day }).ToId()), cancellation);
            if (before is { Status: MailStatus.Sent } || (before is { Status: MailStatus.Obsolete, SettledAt: { } settled } && AgencyCalendar.DayOf(settled) == day))
            {
                return before.At;
            }
        }

        return record.At.AddDays(-FirstDays);
    }

    private static string Line(Payment payment)
        => string.Create(CultureInfo.InvariantCulture, $"{payment.Status.DisplayName()} since {AgencyCalendar.DayOf(payment.StatusSince):yyyy-MM-dd}: {payment.Facts.Amount}, {payment.Facts.ProviderId}, {payment.Facts.ServiceCode}, {payment.Facts.ServiceFrom:yyyy-MM-dd} to {payment.Facts.ServiceTo:yyyy-MM-dd} ({payment.Id})");
}
