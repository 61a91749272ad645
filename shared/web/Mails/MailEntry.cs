using System.Text.Json.Serialization;
using Serverless.Payments.Mails;

namespace Serverless.Web.Mails;

/// <summary>A mail that was caused, and what became of it. Neither its text nor a link is told.</summary>
/// <param name="Id">Names it when it is tried again.</param>
/// <param name="Kind">Ask, Remind, Escalate, Notice or Digest.</param>
/// <param name="User">The addressee, by user name.</param>
/// <param name="Status">Waiting, Sent, Refused, Expired or Obsolete.</param>
/// <param name="At">When it was caused, UTC.</param>
/// <param name="Attempts">How often it was tried and had to be tried again.</param>
/// <param name="PaymentId">The payment that it is about, where it is about one.</param>
/// <param name="Detail">Why it was not sent, or not yet.</param>
/// <param name="SettledAt">When it came to its end, UTC.</param>
public sealed record MailEntry(string Id, string Kind, string User, string Status, DateTimeOffset At, int Attempts, string? PaymentId = null, string? Detail = null, DateTimeOffset? SettledAt = null)
{
    public static MailEntry Of(MailRecord mail)
        => new(mail.Key, mail.Cause.Kind.ToString(), mail.Cause.User, mail.Status.ToString(), mail.At, mail.Attempts, mail.Cause.PaymentId, mail.Detail, mail.SettledAt);
}

/// <param name="Next">To be sent as <c>after</c> for the rest; null where there is none.</param>
public sealed record MailList(IReadOnlyList<MailEntry> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);
