using Microsoft.Extensions.Logging;
using Serverless.Payments.Approvals;
using Serverless.Payments.Calendar;
using Serverless.Payments.Mails.Links;

namespace Serverless.Payments.Mails;

/// <summary>
/// Lets go of mails and links that are of no use any more, a part each morning. Who decided, and that it was by link, stands in the
/// payments' histories, which are kept. Begun again it goes on with what is left.
/// </summary>
public sealed class MailRetention(MailOutbox outbox, DecisionLinks links, PaymentRecords records, AgencyCalendar calendar, ILogger<MailRetention> logger)
{
    /// <summary>How long what became of a mail is kept after its end.</summary>
    public static readonly TimeSpan MailsKept = TimeSpan.FromDays(90);

    /// <summary>How long a link says that it has expired, before it is as if it had never been.</summary>
    public static readonly TimeSpan LinksKept = TimeSpan.FromDays(30);

    /// <summary>Mornings that all partitions of links take, from Monday to Friday: of seven, those on weekends would never come.</summary>
    private const int Mornings = 5;

    /// <summary>Mails of a status that are looked at in a morning.</summary>
    private const int MailsMax = 50_000;

    public async Task RunAsync(CancellationToken cancellation = default)
    {
        try
        {
            var mails = await outbox.ForgetAsync(calendar.Now - MailsKept, cause => MayGoAsync(cause, cancellation), MailsMax, cancellation);
            var forgotten = await links.ForgetAsync(calendar.Now - LinksKept, calendar.Today.DayNumber % Mornings, Mornings, cancellation);
            Log.MailsForgotten(logger, mails, forgotten);
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            // Mails that stay longer must not keep the digests of the next morning.
            Log.ForgettingFailed(logger, exception);
        }
    }

    /// <summary>What asks for a payment that stands where it stood would be asked again.</summary>
    private async Task<bool> MayGoAsync(MailCause cause, CancellationToken cancellation)
        => cause.PaymentId is not { } id || await records.FindAsync(id, cancellation) is not { } payment || payment.Version != cause.Version;
}
