using System.Text.Json.Serialization;
using Serverless.Payments.Amounts;
using Serverless.Payments.Files;
using Serverless.Payments.Identity;

namespace Serverless.Payments.InvoiceReviews;

/// <summary>
/// A provider's invoice for many participants, on its way to the mass payment that pays it (KEES-8). Its lines and the file
/// itself stand beside it as blobs and never change: a corrected invoice is another one.
/// </summary>
public sealed record ReviewedInvoice
{
    public required string Id { get; init; }

    public required string ProviderId { get; init; }

    /// <summary>The provider's own number; no two of its invoices that are not superseded have the same.</summary>
    public required string InvoiceNumber { get; init; }

    /// <summary>The provider's service of type Smart Vendor; null where it is the office's to say, because there are several.</summary>
    public string? ServiceId { get; init; }

    /// <summary>Null where it is the office's to say, because a provider may not know it (KEES-2).</summary>
    public string? AidCode { get; init; }

    public ReviewStatus Status { get; init; }

    /// <summary>Rises with every move.</summary>
    public int Version { get; init; } = 1;

    public required DateTimeOffset StatusSince { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required string ReceivedBy { get; init; }

    /// <summary>Provider or local office.</summary>
    public required Role ReceivedAs { get; init; }

    /// <summary>The SHA-256 of the file, under which it is kept.</summary>
    public required string ContentHash { get; init; }

    public required FileFormat Format { get; init; }

    public required int Lines { get; init; }

    /// <summary>What stands against its lines, in all; it cannot be verified with any.</summary>
    public required int Faults { get; init; }

    /// <summary>What is worth a look and stands against nothing.</summary>
    public required int Notes { get; init; }

    /// <summary>The sum of its lines; null where one has a fault.</summary>
    [JsonConverter(typeof(TotalJsonConverter))]
    public Money? Total { get; init; }

    /// <summary>Why it was returned; empty where it was not.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>The draft that was filled from it.</summary>
    public string? MassPaymentId { get; init; }

    /// <summary>The invoice that this one corrects.</summary>
    public string? Supersedes { get; init; }

    /// <summary>The invoice that corrects this one.</summary>
    public string? SupersededBy { get; init; }

    /// <summary>The verification that has begun to fill the draft: from here on no other decision counts, because a draft that stands must be the one that the invoice names.</summary>
    public BegunVerification? Verification { get; init; }
}

/// <summary>Which decision fills the draft, and for what.</summary>
public sealed record BegunVerification(string DecisionId, string ServiceId, string AidCode);

/// <summary>One move of an invoice, for its history.</summary>
/// <param name="From">Null for the receipt.</param>
/// <param name="Reasons">Why it was returned; empty for any other move.</param>
public sealed record ReviewMove(ReviewStatus? From, ReviewStatus To, string By, Role Role, DateTimeOffset At, IReadOnlyList<string> Reasons);
