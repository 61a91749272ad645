using Serverless.Payments.Amounts;
using Serverless.Payments.Billing;
using Serverless.Payments.Remittances;

namespace Serverless.Web.Remittances;

/// <summary>A row of the queue (SAN-4): an invoice, or a line of it, under one check.</summary>
/// <param name="Check">The check, by its place in the batch.</param>
/// <param name="RefNo">The check's number.</param>
/// <param name="Payer">Whom the invoice was billed to.</param>
/// <param name="ClientId">Ten digits.</param>
/// <param name="Invoice">The invoice's number.</param>
/// <param name="Date">The invoice's.</param>
/// <param name="Billed">The amount billed on the invoice, or on the line.</param>
/// <param name="Balance">What is left of it after everything in the queue (SAN-5).</param>
/// <param name="Post">Cash; below zero where it is taken back.</param>
/// <param name="Adjustment">What moves no cash; with a write-off, and with overhead below zero.</param>
/// <param name="Adjustments">The same by type.</param>
/// <param name="Status">Of the invoice or line after everything in the queue, such as '07 – Bill Paid'.</param>
/// <param name="Denied">The payer paid nothing (D).</param>
/// <param name="Moved">Something was posted to the invoice since the row was queued: clear the row and enter it again.</param>
/// <param name="Lines">Of an invoice that is queued as a whole: how it is spread. Of a single line there are none.</param>
/// <param name="Client">The client's name, last name first; left out where the directory does not know the client.</param>
/// <param name="Line">The line; left out where the row is the invoice as a whole.</param>
/// <param name="Type">The adjustment's type; left out where there is no adjustment, or several types.</param>
public sealed record QueuedRowBody(
    int Check,
    string RefNo,
    string Payer,
    string ClientId,
    string Invoice,
    DateOnly Date,
    Money Billed,
    Money Balance,
    Money Post,
    Money Adjustment,
    IReadOnlyList<QueuedAdjustmentBody> Adjustments,
    string Status,
    bool Denied,
    bool Moved,
    IReadOnlyList<QueuedLineBody> Lines,
    string? Client = null,
    int? Line = null,
    string? Type = null)
{
    /// <param name="row">The row.</param>
    /// <param name="client">The client's name.</param>
    public static QueuedRowBody Of(QueuedRow row, string? client) => new(
        row.Check.N,
        row.Check.RefNo,
        row.Invoice.Payer,
        row.Invoice.ClientId,
        row.Invoice.Number,
        row.Invoice.InvoiceDate,
        row.Billed,
        row.Balance,
        row.Post,
        row.Adjustment,
        QueuedAdjustmentBody.Of(row.Lines),
        row.Status.DisplayName(),
        row.IsDenied,
        row.HasMoved,
        row.Line is null ? [.. row.Lines.Select(QueuedLineBody.Of)] : [],
        client,
        row.Line,
        row.Type);
}

/// <summary>What a line gets of the row of its invoice.</summary>
/// <param name="Line">Its number.</param>
/// <param name="Post">Cash; below zero where it is taken back.</param>
/// <param name="Adjustment">What moves no cash.</param>
/// <param name="Adjustments">The same by type.</param>
/// <param name="Denied">The payer paid nothing.</param>
public sealed record QueuedLineBody(int Line, Money Post, Money Adjustment, IReadOnlyList<QueuedAdjustmentBody> Adjustments, bool Denied)
{
    public static QueuedLineBody Of(QueuedLine line) => new(line.Line, line.Post, line.Adjustment, QueuedAdjustmentBody.Of([line]), line.IsDenied);
}

/// <summary>An adjustment that is queued.</summary>
/// <param name="Type">A code of the adjustment types or payment codes.</param>
/// <param name="Amount">Above zero it lessens the balance.</param>
public sealed record QueuedAdjustmentBody(string Type, Money Amount)
{
    /// <summary>Each type once, with what it comes to over the lines.</summary>
    public static IReadOnlyList<QueuedAdjustmentBody> Of(IEnumerable<QueuedLine> lines) =>
    [
        .. lines.SelectMany(line => line.Adjustments)
            .GroupBy(adjustment => adjustment.Type, StringComparer.Ordinal)
            .Select(type => new QueuedAdjustmentBody(type.Key, type.Aggregate(Money.Zero, (sum, adjustment) => sum + adjustment.Amount))),
    ];
}
