using System.Globalization;
using Serverless.Payments.Amounts;
using Serverless.Payments.Billing;
using Serverless.Payments.Remittances;
using Serverless.Web.Pages.Forms;

namespace Serverless.Web.Remittances.Pages;

/// <summary>A row of the active records: an invoice or one of its visits, with what the current check's queue holds for it.</summary>
/// <param name="Address">Which one.</param>
/// <param name="Balance">What is left of it after everything in the queue.</param>
/// <param name="Own">What is entered in it under the current check.</param>
/// <param name="Elsewhere">Why nothing is entered in it; null where it takes amounts.</param>
public sealed record RecordRow(RowAddress Address, Money Billed, Money Balance, InvoiceStatus Status, QueuedAmounts Own, string? Elsewhere)
{
    /// <summary>In the ids of its fields.</summary>
    public string Key => string.Create(CultureInfo.InvariantCulture, $"{Address.Invoice}-{Address.Line ?? 0}");

    /// <summary>How it is spoken of.</summary>
    public string Name => NameOf(Address);

    public static string NameOf(RowAddress address) => address.Line is { } line ? $"line {line} of invoice {address.Invoice}" : $"invoice {address.Invoice}";

    public static string Cents(Money amount) => (amount.Amount * 100).ToString("0", CultureInfo.InvariantCulture);
}

/// <summary>An invoice among the active records, with its visits.</summary>
/// <param name="ClientName">Last name first.</param>
public sealed record InvoiceRecord(BillingInvoice Invoice, string ClientName, RecordRow Row, IReadOnlyList<LineRecord> Lines)
{
    /// <param name="state">The session.</param>
    /// <param name="invoice">As it stands.</param>
    /// <param name="clientName">Last name first.</param>
    public static InvoiceRecord Of(RemittanceState state, BillingInvoice invoice, string clientName)
    {
        var books = QueueBooks.Of(state, invoice);
        var check = state.Remittance.CurrentCheck;
        var entry = check is null ? null : state.Queue.FirstOrDefault(queued => queued.Sheet == check.Sheet && queued.Invoice == invoice.Number);
        var queued = check is null ? [.. state.EntriesOf(invoice.Number).SelectMany(other => other.Lines)] : entry?.Lines ?? [];
        var row = new RecordRow(
            new RowAddress(invoice.Number, null), books.After.Billed, books.After.Balance, books.After.Status, QueuedAmounts.Of(queued), entry is { IsWhole: false } ? "By line" : null);
        return new InvoiceRecord(
            invoice,
            clientName,
            row,
            [.. books.After.Lines.Select(line => new LineRecord(line.Line, new RecordRow(
                new RowAddress(invoice.Number, line.Line.Line), line.Line.Billed, line.Balance, line.Status, QueuedAmounts.Of([.. queued.Where(one => one.Line == line.Line.Line)]), entry is { IsWhole: true } ? "By invoice" : null)))]);
    }
}

public sealed record LineRecord(BillingLine Line, RecordRow Row);

/// <summary>A row that was sent and refused, as it was typed.</summary>
/// <param name="Fault">What is wrong that is no single field's; null where nothing is.</param>
public sealed record TypedRow(RowAddress Address, TypedForm Form, string? Fault);
