using System.Text.Json.Serialization;
using Serverless.Payments.Amounts;
using Serverless.Payments.Remittances;

namespace Serverless.Web.Remittances;

/// <summary>A session of manual remittance (SAN-1): a batch, its checks, and the queue of what they post.</summary>
/// <param name="Id">The generated batch id.</param>
/// <param name="BatchNumber">Assigned when the batch was created; counts up in the agency.</param>
/// <param name="Owner">Whose session it is; nobody else acts on it. <c>inbox</c> for one that came as a dropped file, until a biller resumes it.</param>
/// <param name="Status">Open; Saved, to be resumed; Posting, while Post Now is at work; Posted or Discarded for good.</param>
/// <param name="Version">Rises with every act; the ETag is the same number in quotes.</param>
/// <param name="ApplyAs">In which format the transactions were received: Cash, Adjustment or Account Cash.</param>
/// <param name="BatchType">A code of the batch types.</param>
/// <param name="BatchTotal">What the checks must add up to; below zero for takebacks (SAN-7).</param>
/// <param name="BatchDate">When the transactions are applied.</param>
/// <param name="BankId">A code of the banks.</param>
/// <param name="BatchBalance">The batch total less everything that is posted (SAN-5).</param>
/// <param name="Remaining">What the current check has left; 0.00 where there is none.</param>
/// <param name="ChecksTotal">What the checks entered so far come to.</param>
/// <param name="Checks">In the order in which they were entered.</param>
/// <param name="Rows">How many rows the queue has.</param>
/// <param name="CreatedAt">When the batch was created.</param>
/// <param name="Queue">By check and invoice. An answer to an act leaves it out where it has more than 500 rows; reading the session answers all.</param>
/// <param name="Refused">Why the last Post Now posted nothing; left out where none was refused.</param>
/// <param name="PostedAt">When it was posted.</param>
/// <param name="PostedBy">Who pressed Post Now.</param>
/// <param name="Source">The electronic remittance that it was read from; left out where it was typed.</param>
/// <param name="Duplicate">Said of a file that was posted: whether the same content had made this session before, so that nothing was created.</param>
public sealed record RemittanceBody(
    string Id,
    long BatchNumber,
    string Owner,
    RemittanceStatus Status,
    int Version,
    string ApplyAs,
    string BatchType,
    Money BatchTotal,
    DateOnly BatchDate,
    string BankId,
    Money BatchBalance,
    Money Remaining,
    Money ChecksTotal,
    IReadOnlyList<RemittanceCheckBody> Checks,
    int Rows,
    DateTimeOffset CreatedAt,
    IReadOnlyList<QueuedRowBody>? Queue = null,
    RefusedPostingBody? Refused = null,
    DateTimeOffset? PostedAt = null,
    string? PostedBy = null,
    string? Source = null,
    bool? Duplicate = null)
{
    public const string Root = "/api/remittances";

    public static string PathOf(string id) => $"{Root}/{id}";

    /// <param name="state">The session.</param>
    /// <param name="queue">Its rows; null where they are left out.</param>
    public static RemittanceBody Of(RemittanceState state, IReadOnlyList<QueuedRowBody>? queue)
    {
        var session = state.Remittance;
        return new RemittanceBody(
            session.Id,
            session.BatchNumber,
            session.Owner,
            session.Status,
            session.Version,
            session.Batch.ApplyAs,
            session.Batch.Type,
            session.Batch.Total,
            session.Batch.Date,
            session.Batch.BankId,
            state.BatchBalance,
            state.Remaining,
            state.ChecksTotal,
            [.. session.Checks.Select(check => RemittanceCheckBody.Of(state, check))],
            RowsOf(state),
            session.CreatedAt,
            queue,
            session.Refused is { } refused ? RefusedPostingBody.Of(refused) : null,
            session.PostedAt,
            session.PostedBy,
            session.SourceFile);
    }

    /// <summary>An invoice that is queued as a whole is one row, and each single line is one.</summary>
    public static int RowsOf(RemittanceState state) => state.Queue.Sum(entry => entry.IsWhole ? 1 : entry.Lines.Count);
}

/// <summary>A check, or another reference, of a batch (SAN-2).</summary>
/// <param name="N">Its place in the batch, from 1.</param>
/// <param name="RefNo">The number of the check, or another reference.</param>
/// <param name="Type">A code of the batch types.</param>
/// <param name="Dated">Its date.</param>
/// <param name="Amount">What it comes to.</param>
/// <param name="WriteOffBalance">What is left of a row that is posted to is written off with it (SAN-9).</param>
/// <param name="Remaining">Its amount less what is posted with it.</param>
/// <param name="Posted">What is posted with it, for no invoice included.</param>
/// <param name="Current">Rows are entered under this one.</param>
/// <param name="Done">It is fully posted, and the next one came.</param>
/// <param name="ProviderAdjustments">What the payer withheld from it, or paid with it, for no invoice; only of an electronic remittance.</param>
/// <param name="Comment">As entered; left out where there is none.</param>
public sealed record RemittanceCheckBody(
    int N, string RefNo, string Type, DateOnly Dated, Money Amount, bool WriteOffBalance, Money Remaining, Money Posted, bool Current, bool Done, IReadOnlyList<ProviderAdjustmentBody> ProviderAdjustments, string? Comment = null)
{
    public static RemittanceCheckBody Of(RemittanceState state, RemittanceCheck check) => new(
        check.N,
        check.RefNo,
        check.Type,
        check.Dated,
        check.Amount,
        check.WriteOffBalance,
        state.RemainingOf(check),
        state.PostsOf(check),
        check == state.Remittance.CurrentCheck,
        check.IsDone,
        [.. check.ProviderAdjustments.Select(adjustment => new ProviderAdjustmentBody(adjustment.Reason, adjustment.Reference, adjustment.Amount))],
        check.Comment);
}

/// <summary>What a payer withheld or paid for no invoice (X12 835, PLB).</summary>
/// <param name="Reason">The adjustment reason code, such as WO or FB.</param>
/// <param name="Reference">The payer's reference; may be empty.</param>
/// <param name="Amount">As in the file: above zero it lessens the check.</param>
public sealed record ProviderAdjustmentBody(string Reason, string Reference, Money Amount);

/// <summary>Why Post Now posted nothing; the session is open.</summary>
/// <param name="At">When.</param>
/// <param name="Count">How many invoices had moved.</param>
/// <param name="Invoices">The first hundred of them.</param>
public sealed record RefusedPostingBody(DateTimeOffset At, int Count, IReadOnlyList<MovedInvoiceBody> Invoices)
{
    public static RefusedPostingBody Of(RefusedPosting refused)
        => new(refused.At, refused.Count, [.. refused.Moved.Select(moved => new MovedInvoiceBody(moved.Invoice, moved.Seen, moved.Now, moved.HeldBy))]);
}

/// <summary>An invoice to which something was posted since it was queued.</summary>
/// <param name="Invoice">Its number.</param>
/// <param name="Seen">The version that was queued.</param>
/// <param name="Now">The version that it had.</param>
/// <param name="HeldBy">The session that was posting it at that moment; left out where it had moved.</param>
public sealed record MovedInvoiceBody(string Invoice, int Seen, int Now, string? HeldBy = null);

/// <summary>A session in a list: without its queue, and without the figures that depend on it.</summary>
/// <param name="Id">The generated batch id.</param>
/// <param name="BatchNumber">Assigned when the batch was created.</param>
/// <param name="Owner">Whose session it is; <c>inbox</c> for one that waits to be resumed.</param>
/// <param name="Status">Open, Saved, Posting, Posted or Discarded.</param>
/// <param name="Version">Rises with every act.</param>
/// <param name="ApplyAs">Cash, Adjustment or Account Cash.</param>
/// <param name="BatchType">A code of the batch types.</param>
/// <param name="BatchTotal">What the checks must add up to.</param>
/// <param name="BatchDate">When the transactions are applied.</param>
/// <param name="BankId">A code of the banks.</param>
/// <param name="ChecksTotal">What the checks entered so far come to.</param>
/// <param name="Checks">How many there are.</param>
/// <param name="CreatedAt">When the batch was created.</param>
/// <param name="PostedAt">When it was posted.</param>
/// <param name="PostedBy">Who pressed Post Now.</param>
/// <param name="Source">The electronic remittance that it was read from.</param>
public sealed record RemittanceItem(
    string Id,
    long BatchNumber,
    string Owner,
    RemittanceStatus Status,
    int Version,
    string ApplyAs,
    string BatchType,
    Money BatchTotal,
    DateOnly BatchDate,
    string BankId,
    Money ChecksTotal,
    int Checks,
    DateTimeOffset CreatedAt,
    DateTimeOffset? PostedAt = null,
    string? PostedBy = null,
    string? Source = null)
{
    public static RemittanceItem Of(Remittance session) => new(
        session.Id,
        session.BatchNumber,
        session.Owner,
        session.Status,
        session.Version,
        session.Batch.ApplyAs,
        session.Batch.Type,
        session.Batch.Total,
        session.Batch.Date,
        session.Batch.BankId,
        session.Checks.Aggregate(Money.Zero, (sum, check) => sum + check.Amount),
        session.Checks.Count,
        session.CreatedAt,
        session.PostedAt,
        session.PostedBy,
        session.SourceFile);
}

/// <summary>A page of sessions, the first one first.</summary>
/// <param name="Items">Without their queues.</param>
/// <param name="Next">To be sent as <c>after</c> for the rest; null where there is none.</param>
public sealed record RemittanceList(IReadOnlyList<RemittanceItem> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);
