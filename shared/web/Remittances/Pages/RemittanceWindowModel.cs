using Serverless.Payments.Amounts;
using Serverless.Payments.Remittances;
using Serverless.Web.Billing.Pages;
using Serverless.Web.Pages.Forms;

namespace Serverless.Web.Remittances.Pages;

/// <summary>The manual remittance window: batch, check, records and queue of one session.</summary>
/// <param name="State">The session.</param>
/// <param name="Access">What the person may do with it.</param>
/// <param name="Batch">Edit Batch.</param>
/// <param name="Check">The next check.</param>
/// <param name="CheckTypes">The types that are offered for it.</param>
/// <param name="AdjustmentTypes">Adjustment types and payment codes.</param>
/// <param name="Today">The agency's day.</param>
/// <param name="Records">The active records.</param>
/// <param name="Queue">The queue.</param>
/// <param name="Typed">A row that was sent and refused; null where none was.</param>
/// <param name="Refused">Why a form was refused, where that is no fault of a field; null where it was not.</param>
public sealed record RemittanceWindowModel(
    RemittanceState State, WindowAccess Access, BatchForm Batch, TypedForm Check, IReadOnlyList<Choice> CheckTypes, IReadOnlyList<Choice> AdjustmentTypes, DateOnly Today, RecordPage Records, QueuePage Queue, TypedRow? Typed, string? Refused)
{
    public Remittance Session => State.Remittance;

    public string Path => RemittanceWindow.PathOf(Session.Id);

    /// <summary>Whether the person changes the session now.</summary>
    public bool Acts => Access.MayAct && Session.Status == RemittanceStatus.Open;

    /// <summary>The checks come to the batch total.</summary>
    public bool IsComplete => Session.Checks.Count > 0 && State.ChecksTotal == Session.Batch.Total;

    /// <summary>Whether the next check is entered now.</summary>
    public bool TakesCheck => Acts && Session.CurrentCheck is null && !IsComplete;

    /// <summary>Whether amounts are entered: by the owner, in an open session, under a check.</summary>
    public bool TakesRows => Acts && Session.CurrentCheck is not null;

    /// <summary>Whether a row is among the records as one that takes amounts, with what was typed and what is wrong with it.</summary>
    public bool Shows(RowAddress address) => TakesRows && Records.Items
        .SelectMany(record => record.Lines.Select(line => line.Row).Prepend(record.Row))
        .Any(row => row.Address == address && row.Elsewhere is null);
}

/// <param name="MayAct">The session is the person's own.</param>
/// <param name="MayTakeOver">It came as a file, and any biller resumes or discards it.</param>
public sealed record WindowAccess(bool MayAct, bool MayTakeOver);

/// <param name="Filter">Which ones.</param>
/// <param name="Payers">Whom there are invoices for.</param>
/// <param name="Items">By client and invoice.</param>
/// <param name="Next">Where the next page begins; null where there is none.</param>
public sealed record RecordPage(InvoiceFilter Filter, IReadOnlyList<string> Payers, IReadOnlyList<InvoiceRecord> Items, string? Next);

/// <param name="Rows">The first of them.</param>
/// <param name="RowCount">How many there are.</param>
/// <param name="Names">Of the clients in it, by id.</param>
public sealed record QueuePage(IReadOnlyList<QueuedRow> Rows, int RowCount, Money Post, Money Adjustment, IReadOnlyDictionary<string, string> Names);
