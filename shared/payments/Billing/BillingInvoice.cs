using Serverless.Payments.Amounts;
using Serverless.Payments.Codes;

namespace Serverless.Payments.Billing;

/// <summary>
/// An invoice that the agency has billed to a payer, with its lines (visits) and everything that was ever posted to it. What
/// was paid, what is open and which status it has are derived from these (<see cref="InvoiceFigures"/>), and stored nowhere.
/// </summary>
public sealed record BillingInvoice
{
    /// <summary>The most postings that are kept on one invoice, so that its row stays within what a store takes.</summary>
    public const int PostingsMax = 600;

    /// <summary>Unique in the agency, whoever the payer.</summary>
    public required string Number { get; init; }

    /// <summary>Who is to pay, as the payer was spelled when anything was billed to it first.</summary>
    public required string Payer { get; init; }

    public required string ClientId { get; init; }

    /// <summary>The agency's day on which it was taken in.</summary>
    public required DateOnly InvoiceDate { get; init; }

    /// <summary>In the order of their numbers, from 1.</summary>
    public required IReadOnlyList<BillingLine> Lines { get; init; }

    /// <summary>Its payments and credits, the first one first; none is ever changed.</summary>
    public IReadOnlyList<InvoicePosting> Postings { get; init; } = [];

    /// <summary>What a batch that is being posted has claimed it for; counts as posted from that batch's commit on.</summary>
    public PendingPosting? Pending { get; init; }

    /// <summary>Rises by one with every batch that posts to it; a claim leaves it.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The file that it came with: the SHA-256 of its content.</summary>
    public required string IntakeId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The invoice after what it is claimed for has been posted.</summary>
    /// <exception cref="InvalidOperationException">Nothing has claimed it.</exception>
    public BillingInvoice Posted() => Pending is { } pending
        ? this with { Postings = [.. Postings, .. pending.Postings], Pending = null, Version = Version + 1 }
        : throw new InvalidOperationException($"Nothing is to be posted to invoice {Number}.");
}

/// <summary>A visit.</summary>
/// <param name="Location">Where; may be empty.</param>
public sealed record BillingLine(int Line, DateOnly ServiceDate, string Location, string Description, Money Billed);

/// <summary>What one check of one batch did to one line.</summary>
/// <param name="RemittanceId">The session that it was posted in.</param>
/// <param name="Check">The check within the session, from 1.</param>
/// <param name="BatchDate">The date that the batch's transactions are applied.</param>
/// <param name="Post">Cash; below zero where it was taken back.</param>
/// <param name="Adjustments">What moved no cash: contractual adjustments, write-offs, and overhead as a negative one.</param>
/// <param name="IsDenied">The payer paid nothing.</param>
public sealed record InvoicePosting(
    string RemittanceId, long BatchNumber, int Check, string RefNo, DateOnly BatchDate, int Line, Money Post, IReadOnlyList<PostedAdjustment> Adjustments, bool IsDenied, string By, DateTimeOffset At);

/// <param name="Type">A code of the adjustment types or of the payment codes.</param>
/// <param name="Kind">What it was when it was posted; decides the account.</param>
/// <param name="Amount">Above zero it lessens the balance.</param>
public sealed record PostedAdjustment(string Type, AdjustmentKind Kind, Money Amount);

/// <param name="RemittanceId">The batch that has claimed the invoice.</param>
/// <param name="Attempt">Which of its postings; a claim of another one is void.</param>
/// <param name="Postings">What is posted with the batch's commit.</param>
public sealed record PendingPosting(string RemittanceId, int Attempt, IReadOnlyList<InvoicePosting> Postings);
