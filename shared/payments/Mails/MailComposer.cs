using Serverless.Payments.Calendar;
using Serverless.Payments.Mails.Asking;
using Serverless.Payments.Mails.Digests;
using Serverless.Payments.Users;

namespace Serverless.Payments.Mails;

/// <summary>Writes a mail at the moment of sending, with the facts as of then; or finds that it has no purpose any more.</summary>
public sealed class MailComposer(UserRecords users, PaymentMails payments, DigestMails digests, NoticeLetters notices, AgencyCalendar calendar)
{
    public async Task<WrittenMail> ComposeAsync(MailRecord record, CancellationToken cancellation = default)
    {
        if (await users.FindAsync(record.Cause.User, cancellation) is not { Active: true, Email: { } address } user)
        {
            return WrittenMail.None("The addressee is not active, or has no address.");
        }

        if (user.Mail == MailPreference.None)
        {
            return WrittenMail.None("The addressee wants no mails.");
        }

        var (letter, obsolete) = record.Cause.Kind switch
        {
            MailKind.Ask or MailKind.Remind or MailKind.Escalate => await payments.WriteAsync(record.Cause, user, cancellation),
            MailKind.Digest => await digests.WriteAsync(record, user, cancellation),
            MailKind.Notice => (notices.Write(record.Cause.Notice ?? throw new InvalidOperationException("A mail about a notice holds none."), user), null),
            _ => throw new InvalidOperationException($"There is no kind of mail {record.Cause.Kind}."),
        };
        return letter is null
            ? WrittenMail.None(obsolete ?? "There is nothing to say.")
            : new WrittenMail(new Mail(record.Cause.ToId(), address, user.FullName, letter.Subject, letter.Text, letter.Html, calendar.Now), null);
    }
}

/// <summary>What a mail says.</summary>
/// <param name="Subject">One line.</param>
public sealed record Letter(string Subject, string Text, string Html)
{
    /// <summary>By its subject alone: its text has links that decide.</summary>
    public override string ToString() => Subject;
}

/// <param name="Mail">What to send; null where there is nothing to be sent any more.</param>
/// <param name="Obsolete">Why.</param>
public sealed record WrittenMail(Mail? Mail, string? Obsolete)
{
    public static WrittenMail None(string why) => new(null, why);
}
