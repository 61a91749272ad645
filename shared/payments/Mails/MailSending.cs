using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Serverless.Durable;
using Serverless.Payments.Calendar;

namespace Serverless.Payments.Mails;

/// <summary>
/// The activity of <see cref="MailDelivery"/>. A mail is written and handed over, and then recorded as sent: where the server's
/// answer is lost, or the process ends or is another one before the record, it is handed over a second time under the same id.
/// Nothing else sends a mail twice: what was taken and could not be recorded is remembered by the process until it is.
/// </summary>
public sealed class MailSending(MailOutbox outbox, MailComposer composer, IMailCarrier? carrier, AgencyCalendar calendar, ILogger<MailSending> logger) : IDisposable
{
    /// <summary>How long a mail is tried, from its own first try on: a server that is down for longer takes none away untried.</summary>
    public static readonly TimeSpan TriedFor = TimeSpan.FromDays(7);

    /// <summary>A carrier that put off so many in a row is left alone for a while.</summary>
    private const int PutOffMax = 3;

    /// <summary>Mails under way at one time, so that a slow mail server leaves the activities of payments alone.</summary>
    private const int AtOnceMax = 4;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AgainFirst = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AgainLongest = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan TurnWait = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim turns = new(AtOnceMax);
    private readonly Lock gate = new();

    /// <summary>Taken, and not recorded as sent yet; each is recorded by the next run of its activity, so that there are never many.</summary>
    private readonly ConcurrentDictionary<string, bool> taken = new(StringComparer.Ordinal);
    private int putOff;
    private DateTimeOffset pausedUntil;

    public async Task<MailAttempt> SendAsync(ActivityContext context, MailDeliveryInput input)
    {
        var cancellation = context.CancellationToken;
        var record = await outbox.FindAsync(input.Mail, cancellation) ?? throw new InvalidOperationException($"There is no mail {input.Mail} to send.");
        if (record.Status != MailStatus.Waiting || record.Delivery != input.Delivery)
        {
            // It has come to its end, or a later delivery has taken it over.
            return new MailAttempt(record.Status, null);
        }

        if (taken.ContainsKey(record.Key))
        {
            return await EndTakenAsync(record);
        }

        if (IsPaused())
        {
            return await AgainAsync(record, record.Detail, isTried: false, cancellation);
        }

        if (!await turns.WaitAsync(TurnWait, cancellation))
        {
            return new MailAttempt(MailStatus.Waiting, calendar.Now + TimeSpan.FromSeconds(5 + (input.Mail[0] % 10)));
        }

        try
        {
            return await TryAsync(record, cancellation);
        }
        finally
        {
            turns.Release();
        }
    }

    public void Dispose() => turns.Dispose();

    /// <summary>How long to wait after so many tries: a minute, twice as long each time, at most half an hour.</summary>
    public static TimeSpan After(int attempts)
        => attempts > 10 ? AgainLongest : AgainFirst * Math.Pow(2, Math.Max(0, attempts - 1)) is var wait && wait < AgainLongest ? wait : AgainLongest;

    private async Task<MailAttempt> TryAsync(MailRecord record, CancellationToken cancellation)
    {
        var written = await composer.ComposeAsync(record, cancellation);
        if (written.Mail is not { } mail)
        {
            return await EndAsync(record, MailStatus.Obsolete, written.Obsolete, cancellation);
        }

        if (carrier is null)
        {
            return await AgainAsync(record, "No mail server is configured.", isTried: false, cancellation);
        }

        var receipt = await carrier.CarryAsync(mail, cancellation);
        Learn(receipt);
        if (receipt.IsTaken)
        {
            taken[record.Key] = true;
            return await EndTakenAsync(record);
        }

        return receipt.IsRefused
            ? await EndAsync(record, MailStatus.Refused, receipt.Detail, CancellationToken.None)
            : await AgainAsync(record, receipt.Detail, isTried: true, cancellation);
    }

    /// <summary>It is out of the house: a host that stops now must still note it, or it would go out again.</summary>
    private async Task<MailAttempt> EndTakenAsync(MailRecord record)
    {
        var ended = await EndAsync(record, MailStatus.Sent, null, CancellationToken.None);
        taken.TryRemove(record.Key, out _);
        return ended;
    }

    private async Task<MailAttempt> EndAsync(MailRecord record, MailStatus status, string? detail, CancellationToken cancellation)
    {
        await outbox.SettleAsync(record.Key, status, detail, status == MailStatus.Sent ? null : record.Delivery, cancellation);
        Log.MailSettled(logger, record.Key, record.Cause.Kind, status);
        return new MailAttempt(status, null);
    }

    /// <param name="isTried">Whether it was handed to the carrier; what was not is never given up.</param>
    private async Task<MailAttempt> AgainAsync(MailRecord record, string? detail, bool isTried, CancellationToken cancellation)
    {
        if (isTried && calendar.Now - record.TriedSince >= TriedFor)
        {
            Log.MailExpired(logger, record.Key, record.Attempts);
            return await EndAsync(record, MailStatus.Expired, detail, cancellation);
        }

        await outbox.NoteAttemptAsync(record.Key, detail, isTried, cancellation);
        return new MailAttempt(MailStatus.Waiting, calendar.Now + After(record.Attempts + 1));
    }

    private bool IsPaused()
    {
        lock (gate)
        {
            return calendar.Now < pausedUntil;
        }
    }

    private void Learn(MailReceipt receipt)
    {
        lock (gate)
        {
            putOff = receipt.IsTaken || receipt.IsRefused ? 0 : putOff + 1;
            if (putOff >= PutOffMax)
            {
                pausedUntil = calendar.Now + Pause;
            }
        }
    }
}
