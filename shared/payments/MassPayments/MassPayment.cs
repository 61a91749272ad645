using System.Text.Json.Serialization;
using Serverless.Payments.Amounts;

namespace Serverless.Payments.MassPayments;

/// <summary>
/// A page on which Operations pays many persons of one provider (KEES-2). Its entries, and once it is approved its payment
/// requests, stand in the same partition; what an approval has written counts only where the page says so.
/// </summary>
public sealed record MassPayment
{
    public required string Id { get; init; }

    public required string ProviderId { get; init; }

    /// <summary>The provider's service of type Smart Vendor (KEES-1).</summary>
    public required string ServiceId { get; init; }

    /// <summary>One for all entries (KEES-2).</summary>
    public required string AidCode { get; init; }

    public MassPaymentStatus Status { get; init; }

    /// <summary>Rises with every change of the page or an entry.</summary>
    public int Version { get; init; } = 1;

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The invoice whose lines it was filled from (KEES-8); null where it was typed or uploaded.</summary>
    public string? InvoiceId { get; init; }

    /// <summary>The number that the next entry gets; none is ever used again.</summary>
    public int NextN { get; init; } = 1;

    /// <summary>Entries on the page now.</summary>
    public int Entries { get; init; }

    /// <summary>Entries of a large request of which a part is there; null where none is under way. Until all are there it cannot be approved.</summary>
    public MassPaymentAdding? Adding { get; init; }

    /// <summary>How often its approval was asked for; each has an orchestration of its own.</summary>
    public int Asked { get; init; }

    /// <summary>
    /// The number under which an approval writes. It counts only where the page was approved under the same number, so that
    /// what it wrote is void as soon as the number rises: an approval that gives way to another goes on under the next.
    /// </summary>
    public int Attempt { get; init; }

    /// <summary>Who asked for the approval that is under way or came last.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>When it was asked for; the older of two approvals that want the same goes first.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>When it was approved, and with it each of its payment requests authorised for SMART (KEES-6).</summary>
    public DateTimeOffset? ApprovedAt { get; init; }

    /// <summary>The sum of its entries; null until it is approved.</summary>
    [JsonConverter(typeof(TotalJsonConverter))]
    public Money? Total { get; init; }

    /// <summary>Why the last approval was refused; null where none was, or an approval came after it.</summary>
    public MassPaymentRefusal? Refused { get; init; }
}

/// <param name="Attempt">Which approval; its faults stand under this number.</param>
/// <param name="Faults">How many there are.</param>
/// <param name="Version">The page's when it was refused; the faults are of the entries as they were then.</param>
public sealed record MassPaymentRefusal(int Attempt, int Faults, DateTimeOffset At, string By, int Version);

/// <param name="RequestId">What makes the request itself.</param>
/// <param name="ToCome">How many of its entries are not there yet.</param>
public sealed record MassPaymentAdding(string RequestId, int ToCome);

[JsonConverter(typeof(JsonStringEnumConverter<MassPaymentStatus>))]
public enum MassPaymentStatus
{
    /// <summary>Entries are added and removed (KEES-4).</summary>
    Draft,

    /// <summary>Its approval is at work; nothing of it can be changed.</summary>
    Approving,

    /// <summary>Every need, service arrangement and payment request exists (KEES-6).</summary>
    Approved,

    /// <summary>Given up before it was approved; kept, and nothing of it ever existed.</summary>
    Discarded,
}
