using System.Text.Json.Serialization;
using Serverless.Payments.Amounts;
using Serverless.Payments.Billing;
using Serverless.Payments.Remittances;
using Serverless.Web.Billing;

namespace Serverless.Web.Remittances;

/// <summary>An invoice among the active records of a session (SAN-3), with its visits.</summary>
/// <param name="Invoice">The invoice's number.</param>
/// <param name="Payer">Whom it was billed to.</param>
/// <param name="ClientId">Ten digits.</param>
/// <param name="Date">The invoice's.</param>
/// <param name="Billed">The sum of its lines.</param>
/// <param name="Balance">What is left of it after everything that this session's queue holds for it.</param>
/// <param name="Status">Likewise, such as '04 – Part Paid'.</param>
/// <param name="Paid">The cash that was paid before this session, less what was taken back.</param>
/// <param name="Queued">What this session's queue holds for it, over all checks; null where nothing.</param>
/// <param name="Lines">Its visits.</param>
/// <param name="Href">Where the invoice is read, with its payments and credits (I).</param>
/// <param name="Client">The client's name, last name first; left out where the directory does not know the client.</param>
public sealed record ActiveRecordBody(
    string Invoice,
    string Payer,
    string ClientId,
    DateOnly Date,
    Money Billed,
    Money Balance,
    string Status,
    Money Paid,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] QueuedAmounts? Queued,
    IReadOnlyList<ActiveLineBody> Lines,
    string Href,
    string? Client = null)
{
    /// <param name="state">The session.</param>
    /// <param name="invoice">As it stands.</param>
    /// <param name="client">The client's name.</param>
    public static ActiveRecordBody Of(RemittanceState state, BillingInvoice invoice, string? client)
    {
        var books = QueueBooks.Of(state, invoice);
        var queued = state.EntriesOf(invoice.Number).SelectMany(entry => entry.Lines).ToLookup(line => line.Line);
        return new ActiveRecordBody(
            invoice.Number,
            invoice.Payer,
            invoice.ClientId,
            invoice.InvoiceDate,
            books.After.Billed,
            books.After.Balance,
            books.After.Status.DisplayName(),
            books.Before.Posts,
            queued.Count == 0 ? null : QueuedAmounts.Of([.. queued.SelectMany(lines => lines)]),
            [.. books.After.Lines.Select(line => ActiveLineBody.Of(line, QueuedAmounts.Of([.. queued[line.Line.Line]])))],
            $"{BillingInvoiceBody.Root}/{invoice.Number}",
            client);
    }
}

/// <summary>A visit of an invoice.</summary>
/// <param name="Line">Its number.</param>
/// <param name="ServiceDate">The day of the visit.</param>
/// <param name="Location">Where; may be empty.</param>
/// <param name="Description">What was done; may be empty.</param>
/// <param name="Billed">The amount billed.</param>
/// <param name="Balance">What is left of it after everything that this session's queue holds for it.</param>
/// <param name="Status">Likewise.</param>
/// <param name="Post">What the queue holds for it.</param>
/// <param name="Adjustment">Likewise.</param>
/// <param name="Type">The adjustment's type; left out where there is no adjustment, or several types.</param>
public sealed record ActiveLineBody(int Line, DateOnly ServiceDate, string Location, string Description, Money Billed, Money Balance, string Status, Money Post, Money Adjustment, string? Type = null)
{
    public static ActiveLineBody Of(LineFigures figures, QueuedAmounts queued) => new(
        figures.Line.Line,
        figures.Line.ServiceDate,
        figures.Line.Location,
        figures.Line.Description,
        figures.Line.Billed,
        figures.Balance,
        figures.Status.DisplayName(),
        queued.Post,
        queued.Adjustment,
        queued.Type);
}

/// <summary>What a session's queue holds for an invoice or a line.</summary>
/// <param name="Post">Cash; below zero where it is taken back.</param>
/// <param name="Adjustment">What moves no cash.</param>
/// <param name="Type">The adjustment's type; left out where there is no adjustment, or several types.</param>
public sealed record QueuedAmounts(Money Post, Money Adjustment, string? Type = null)
{
    public static QueuedAmounts Of(IReadOnlyList<QueuedLine> lines)
    {
        var adjustments = QueuedAdjustmentBody.Of(lines);
        return new QueuedAmounts(
            lines.Aggregate(Money.Zero, (sum, line) => sum + line.Post),
            lines.Aggregate(Money.Zero, (sum, line) => sum + line.Adjustment),
            adjustments is [var only] ? only.Type : null);
    }
}

/// <summary>A page of active records.</summary>
/// <param name="Items">By client, then by invoice number.</param>
/// <param name="Next">To be sent as <c>after</c> for the rest; null where there is none. A page may hold fewer than asked for and have a next one.</param>
public sealed record ActiveRecordList(IReadOnlyList<ActiveRecordBody> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);
