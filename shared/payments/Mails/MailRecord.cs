using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Serverless.Payments.Notifications;

namespace Serverless.Payments.Mails;

/// <summary>A mail that is to be sent, and what became of it. Neither its text nor a link stands here: it is written when it is sent.</summary>
/// <param name="Cause">Why it is sent, and to whom; what makes it itself.</param>
/// <param name="At">When it was caused (UTC).</param>
public sealed record MailRecord(MailCause Cause, DateTimeOffset At)
{
    /// <summary>How it stands.</summary>
    public MailStatus Status { get; init; }

    /// <summary>How often its turn came and it must be tried again.</summary>
    public int Attempts { get; init; }

    /// <summary>When it was first handed to the carrier (UTC); null while it was not, and again after an admin's retry.</summary>
    public DateTimeOffset? TriedSince { get; init; }

    /// <summary>How often it had lost its purpose and got it back.</summary>
    public int Reopened { get; init; }

    /// <summary>How often it was to be sent after all: by an admin's retry, or because its purpose came back. Each has a delivery of its own.</summary>
    public int Delivery { get; init; }

    /// <summary>Why it was not sent, in the mail server's words or ours; null where it was.</summary>
    public string? Detail { get; init; }

    /// <summary>When it came to its end (UTC); null while it waits.</summary>
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>The key by which it is kept and asked for: a hash of its id, because ids hold what keys and addresses may not.</summary>
    [JsonIgnore]
    public string Key => KeyOf(Cause.ToId());

    public static string KeyOf(string mailId) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(mailId)).AsSpan(0, 16));
}

/// <summary>Why a mail is sent, and to whom. The same cause is one mail.</summary>
/// <param name="Kind">What sort of mail it is.</param>
/// <param name="User">The addressee, by user name; the address is looked up when it is sent.</param>
/// <param name="PaymentId">For what is asked: the payment.</param>
/// <param name="Version">For what is asked: the payment's version; with another, the mail has no purpose any more.</param>
/// <param name="Day">For a digest: its day, in America/Denver.</param>
/// <param name="Notice">For a notice: what is told.</param>
public sealed record MailCause(MailKind Kind, string User, string? PaymentId = null, int Version = 0, DateOnly? Day = null, NoticeText? Notice = null)
{
    /// <summary>What makes the mail itself.</summary>
    public string ToId() => Kind switch
    {
        MailKind.Ask => string.Create(CultureInfo.InvariantCulture, $"{PaymentId}|{Version}|ask|{User}"),
        MailKind.Remind => string.Create(CultureInfo.InvariantCulture, $"{PaymentId}|{Version}|remind|{User}"),
        MailKind.Escalate => string.Create(CultureInfo.InvariantCulture, $"{PaymentId}|{Version}|escalate|{User}"),
        MailKind.Notice => $"notice|{Notice?.Id}|{User}",
        MailKind.Digest => string.Create(CultureInfo.InvariantCulture, $"digest|{User}|{Day:yyyy-MM-dd}"),
        _ => throw new InvalidOperationException($"There is no kind of mail {Kind}."),
    };
}

/// <summary>A notice as a mail carries it: that it is there, and not its text.</summary>
/// <param name="Id">The notice's.</param>
/// <param name="About">The id of the record that it is about.</param>
/// <param name="Brief">What may be said of it; null for no more than that.</param>
public sealed record NoticeText(string Id, string About, NoticeBrief? Brief = null);

/// <summary>What sort of mail it is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MailKind>))]
public enum MailKind
{
    /// <summary>A payment waits for the addressee.</summary>
    Ask,

    /// <summary>It waits still.</summary>
    Remind,

    /// <summary>It waits too long for somebody below the addressee.</summary>
    Escalate,

    /// <summary>Something has happened.</summary>
    Notice,

    /// <summary>Everything that waits for the addressee.</summary>
    Digest,
}

/// <summary>How a mail stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MailStatus>))]
public enum MailStatus
{
    /// <summary>It is yet to be sent.</summary>
    Waiting,

    /// <summary>The carrier has taken it.</summary>
    Sent,

    /// <summary>The carrier refuses it for good.</summary>
    Refused,

    /// <summary>It was tried for a week.</summary>
    Expired,

    /// <summary>Its purpose had passed before it was sent.</summary>
    Obsolete,
}
