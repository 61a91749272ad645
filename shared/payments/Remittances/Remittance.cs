using System.Text.Json.Serialization;
using Serverless.Payments.Amounts;
using Serverless.Payments.Billing;

namespace Serverless.Payments.Remittances;

/// <summary>
/// A manual remittance session: a batch, its checks, and (in rows of their own) the queue. Remaining, Batch Balance and every
/// other figure is derived (<see cref="RemittanceState"/>).
/// </summary>
public sealed record Remittance
{
    /// <summary>The generated batch id; <c>rm-…</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Assigned at Create Batch (SAN-1); counts up in the agency.</summary>
    public required long BatchNumber { get; init; }

    /// <summary>Whose session it is; nobody else acts on it.</summary>
    public required string Owner { get; init; }

    public RemittanceStatus Status { get; init; }

    public required RemittanceBatch Batch { get; init; }

    /// <summary>In the order in which they were entered. The first that is not done is the current one.</summary>
    public IReadOnlyList<RemittanceCheck> Checks { get; init; } = [];

    /// <summary>The sheet that the next check gets.</summary>
    public int NextSheet { get; init; } = 1;

    /// <summary>Rises with every act.</summary>
    public int Version { get; init; } = 1;

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How often Post Now was pressed. Claims of an attempt count while it is at work and once it has committed.</summary>
    public int Attempt { get; init; }

    /// <summary>Who pressed it last.</summary>
    public string? AskedBy { get; init; }

    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>Why the last posting was refused; the session stayed open.</summary>
    public RefusedPosting? Refused { get; init; }

    public DateTimeOffset? PostedAt { get; init; }

    public string? PostedBy { get; init; }

    /// <summary>The electronic remittance (X12 835) that it was read from; null where it was typed.</summary>
    public string? SourceFile { get; init; }

    public RemittanceCheck? CurrentCheck => Checks.FirstOrDefault(check => !check.IsDone);
}

/// <summary>The batch options (SAN-1).</summary>
/// <param name="ApplyAs">One of <see cref="ApplyAs"/>.</param>
/// <param name="Type">A code of the batch types.</param>
/// <param name="IsTakeback">Whether it takes payments back (SAN-7); of the type, as it was chosen.</param>
/// <param name="Total">Below zero for takebacks.</param>
/// <param name="Date">When the transactions are applied; past, present or future.</param>
/// <param name="BankId">A code of the banks.</param>
public sealed record RemittanceBatch(string ApplyAs, string Type, bool IsTakeback, Money Total, DateOnly Date, string BankId);

/// <summary>In which format the transactions were received.</summary>
public static class ApplyAsForms
{
    public const string Cash = "Cash";
    public const string Adjustment = "Adjustment";
    public const string AccountCash = "Account Cash";

    public static IReadOnlyList<string> All { get; } = [Cash, Adjustment, AccountCash];
}

/// <summary>The payment options of one check (SAN-2).</summary>
/// <param name="N">From 1.</param>
/// <param name="Type">A code of the batch types, offered for the batch's apply as.</param>
/// <param name="WriteOffBalance">What is left of a row that is paid is written off with it (SAN-9).</param>
/// <param name="Sheet">Which queue entries are its own; those of another sheet are gone.</param>
/// <param name="IsDone">It was fully posted, and the next one came.</param>
public sealed record RemittanceCheck(int N, string RefNo, string Type, DateOnly Dated, Money Amount, string? Comment, bool WriteOffBalance, int Sheet, bool IsDone)
{
    /// <summary>What the payer withheld from, or paid with, this check for no invoice (X12 835, PLB); only in one read from a file.</summary>
    public IReadOnlyList<ProviderLevelAdjustment> ProviderAdjustments { get; init; } = [];
}

/// <param name="Reason">The adjustment reason code of PLB03-1, e.g. <c>WO</c>, <c>FB</c>, <c>L6</c>.</param>
/// <param name="Reference">PLB03-2; may be empty.</param>
/// <param name="Amount">As in the file: above zero it lessens the check.</param>
public sealed record ProviderLevelAdjustment(string Reason, string Reference, Money Amount);

/// <summary>What the queue holds for one invoice under one check.</summary>
/// <param name="Sheet">The check's.</param>
/// <param name="InvoiceVersion">The version of the invoice that was seen; another one refuses the posting.</param>
/// <param name="IsWhole">The row is the invoice's, spread over its lines; else each line is a row.</param>
/// <param name="Lines">In the order of their numbers; only those that something is entered for.</param>
public sealed record QueueEntry(int Sheet, string Invoice, string Payer, string ClientId, int InvoiceVersion, bool IsWhole, IReadOnlyList<QueuedLine> Lines)
{
    public Money Post => Lines.Aggregate(Money.Zero, (sum, line) => sum + line.Post);

    public Money Adjustment => Lines.Aggregate(Money.Zero, (sum, line) => sum + line.Adjustment);
}

/// <param name="Post">Cash; below zero where it is taken back.</param>
/// <param name="IsDenied">The payer paid nothing.</param>
public sealed record QueuedLine(int Line, Money Post, IReadOnlyList<PostedAdjustment> Adjustments, bool IsDenied)
{
    public Money Adjustment => Adjustments.Aggregate(Money.Zero, (sum, adjustment) => sum + adjustment.Amount);
}

/// <param name="Attempt">Which posting.</param>
/// <param name="Moved">The invoices of the queue that moved since they were queued; at most the first hundred.</param>
/// <param name="Count">How many moved.</param>
public sealed record RefusedPosting(int Attempt, DateTimeOffset At, IReadOnlyList<MovedInvoice> Moved, int Count);

/// <param name="Seen">The version that was queued.</param>
/// <param name="Now">The version that it has.</param>
/// <param name="HeldBy">The batch that is posting it at this moment; null where it has moved.</param>
public sealed record MovedInvoice(string Invoice, int Seen, int Now, string? HeldBy)
{
    /// <summary>It has not moved, and has no room for further postings.</summary>
    public bool IsFull { get; init; }
}

[JsonConverter(typeof(JsonStringEnumConverter<RemittanceStatus>))]
public enum RemittanceStatus
{
    Open,

    /// <summary>Paused; a user has at most one such session, to finish or to discard before the next (SAN-6).</summary>
    Saved,

    /// <summary>Post Now is at work.</summary>
    Posting,

    /// <summary>Final.</summary>
    Posted,

    /// <summary>Final; nothing of it was posted.</summary>
    Discarded,
}
