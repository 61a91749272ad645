using Serverless.Storage;

namespace Serverless.Payments.Billing;

/// <summary>Reads the invoices billed to payers as they stand, whatever step a posting to them has come to.</summary>
/// <param name="tables">Where they are kept.</param>
/// <param name="isCommitted">Whether the batch that has claimed an invoice has committed that posting.</param>
public sealed class BillingRecords(ITableStore tables, Func<PendingPosting, CancellationToken, Task<bool>> isCommitted)
{
    /// <summary>The invoice; what is claimed by a batch that has committed counts as posted. Null where there is none.</summary>
    public async Task<BillingInvoice?> FindAsync(string number, CancellationToken cancellation = default)
        => await PlaceAsync(number, cancellation) is { } place ? (await FindStoredAsync(place, cancellation))?.Standing : null;

    /// <summary>Where an invoice stands; null where none of that number was written.</summary>
    public async Task<InvoicePlace?> PlaceAsync(string number, CancellationToken cancellation = default)
        => BillingKeys.IsNumber(number) && await tables.FindAsync<InvoiceNumberRow>(Tables.Billing, BillingKeys.NumbersPartition, number, cancellation) is { } row
            ? new InvoicePlace(row.Payer, row.ClientId, number)
            : null;

    /// <summary>The invoice as it is stored, and as it stands.</summary>
    public async Task<StoredInvoice?> FindStoredAsync(InvoicePlace place, CancellationToken cancellation = default)
        => await tables.GetAsync(Tables.Billing, place.Partition, place.Row, cancellation) is { } row ? await ReadAsync(row, cancellation) : null;

    /// <summary>The invoice of a row.</summary>
    public async Task<StoredInvoice> ReadAsync(TableRow row, CancellationToken cancellation = default)
    {
        var invoice = Rows.Read<BillingInvoice>(row);
        var isPosted = invoice.Pending is { } pending && await isCommitted(pending, cancellation);
        return new StoredInvoice(invoice, isPosted ? invoice.Posted() : invoice with { Pending = null }, isPosted, row.ETag);
    }
}

/// <summary>Where an invoice is kept.</summary>
/// <param name="Payer">In any of its spellings, which all lead to the same partition.</param>
public sealed record InvoicePlace(string Payer, string ClientId, string Number)
{
    public string Partition => BillingKeys.PayerPartition(Payer);

    public string Row => BillingKeys.Invoice(ClientId, Number);
}

/// <summary>A claimed invoice number. The invoice is there once the intake that claimed it has written it.</summary>
/// <param name="IntakeId">The file that has claimed it.</param>
public sealed record InvoiceNumberRow(string Payer, string ClientId, string IntakeId)
{
    /// <summary>Which attempt at that file; the claims of one that was refused count for nothing.</summary>
    public int Attempt { get; init; } = 1;
}

/// <param name="Stored">As the row has it, with a claim where there is one.</param>
/// <param name="Standing">As it stands for everybody: posted where the claim is a committed batch's, without the claim otherwise.</param>
/// <param name="IsCommitted">Whether the claim is a committed batch's.</param>
/// <param name="ETag">The row's.</param>
public sealed record StoredInvoice(BillingInvoice Stored, BillingInvoice Standing, bool IsCommitted, string ETag);
