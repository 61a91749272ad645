using System.Text.Json;
using Serverless.Durable;
using Serverless.Storage;

namespace Serverless.Payments.InvoiceReviews;

/// <summary>Reads invoices under review with their lines, moves and decisions, and keeps what belongs to them before they stand.</summary>
public sealed class InvoiceReviewRecords(ITableStore tables, IBlobStore blobs)
{
    public async Task<ReviewedInvoice?> FindAsync(string id, CancellationToken cancellation = default)
        => (await FindWithETagAsync(id, cancellation))?.Invoice;

    /// <summary>The invoice with its ETag, for a conditional write.</summary>
    public async Task<(ReviewedInvoice Invoice, string ETag)?> FindWithETagAsync(string id, CancellationToken cancellation = default)
        => InvoiceReviewKeys.TryReadProvider(id, out var providerId)
            && await tables.GetAsync(Tables.InvoiceReviews, InvoiceReviewKeys.Partition(providerId), InvoiceReviewKeys.Invoice(id), cancellation) is { } row
            && Rows.Read<ReviewedInvoice>(row) is var invoice && invoice.Id == id
            ? (invoice, row.ETag)
            : null;

    /// <summary>The invoice that holds the provider's number; null where none does that is not superseded.</summary>
    public async Task<string?> FindByNumberAsync(string providerId, string invoiceNumber, CancellationToken cancellation = default)
        => (await tables.GetAsync(Tables.InvoiceReviews, InvoiceReviewKeys.Partition(providerId), InvoiceReviewKeys.Number(invoiceNumber), cancellation))?.Data;

    /// <summary>The lines in their order, with what was found at the receipt.</summary>
    public async Task<IReadOnlyList<ReviewLine>> LinesAsync(ReviewedInvoice invoice, CancellationToken cancellation = default)
        => await blobs.GetAsync(Containers.MassInvoices, InvoiceReviewKeys.Lines(invoice.Id), cancellation) is { } json
            && JsonSerializer.Deserialize<List<ReviewLine>>(json, DurableJson.Options) is { } lines
            ? lines
            : throw new InvalidOperationException($"The lines of invoice {invoice.Id} are not stored.");

    /// <summary>Keeps the file, whatever becomes of the invoice.</summary>
    public Task KeepAsync(string contentHash, ReadOnlyMemory<byte> content, CancellationToken cancellation)
        => blobs.PutAsync(Containers.MassInvoices, InvoiceReviewKeys.Original(contentHash), content, overwrite: false, cancellation);

    /// <summary>Keeps the lines; they count once the invoice stands.</summary>
    public Task KeepLinesAsync(string id, IReadOnlyList<ReviewLine> lines, CancellationToken cancellation)
        => blobs.PutAsync(Containers.MassInvoices, InvoiceReviewKeys.Lines(id), JsonSerializer.SerializeToUtf8Bytes(lines, DurableJson.Options), overwrite: true, cancellation);

    /// <summary>The moves in their order.</summary>
    public async Task<IReadOnlyList<ReviewMove>> HistoryAsync(ReviewedInvoice invoice, CancellationToken cancellation = default)
    {
        var moves = new List<ReviewMove>();
        await foreach (var row in tables.ScanAsync(Tables.InvoiceReviews, InvoiceReviewKeys.Partition(invoice.ProviderId), RowRange.StartingWith(InvoiceReviewKeys.HistoryPrefix(invoice.Id)), cancellation))
        {
            moves.Add(Rows.Read<ReviewMove>(row));
        }

        return moves;
    }

    public async Task<ReviewDecision?> FindDecisionAsync(string id, string decisionId, CancellationToken cancellation = default)
        => (await FindDecisionWithETagAsync(id, decisionId, cancellation))?.Decision;

    public async Task<(ReviewDecision Decision, string ETag)?> FindDecisionWithETagAsync(string id, string decisionId, CancellationToken cancellation = default)
        => InvoiceReviewKeys.TryReadProvider(id, out var providerId)
            && await tables.GetAsync(Tables.InvoiceReviews, InvoiceReviewKeys.Partition(providerId), InvoiceReviewKeys.Decision(id, decisionId), cancellation) is { } row
            ? (Rows.Read<ReviewDecision>(row), row.ETag)
            : null;

    /// <summary>The decisions on an invoice that are not settled.</summary>
    public async Task<IReadOnlyList<ReviewDecision>> PendingDecisionsAsync(ReviewedInvoice invoice, CancellationToken cancellation = default)
    {
        var pending = new List<ReviewDecision>();
        await foreach (var row in tables.ScanAsync(Tables.InvoiceReviews, InvoiceReviewKeys.Partition(invoice.ProviderId), RowRange.StartingWith(InvoiceReviewKeys.DecisionPrefix(invoice.Id)), cancellation))
        {
            if (Rows.Read<ReviewDecision>(row) is { Outcome: null } decision)
            {
                pending.Add(decision);
            }
        }

        return pending;
    }

    /// <summary>Stores a decision unless it stands already.</summary>
    /// <returns>The decision as it stands, with its outcome where it is settled.</returns>
    public async Task<ReviewDecision> StoreAsync(ReviewDecision decision, CancellationToken cancellation = default)
    {
        try
        {
            var row = TableOperation.Insert(InvoiceReviewKeys.Decision(decision.InvoiceId, decision.Id), Rows.Write(decision));
            await tables.SubmitAsync(Tables.InvoiceReviews, InvoiceReviewKeys.PartitionOf(decision.InvoiceId), [row], cancellation);
            return decision;
        }
        catch (TableConflictException)
        {
            return await FindDecisionAsync(decision.InvoiceId, decision.Id, cancellation)
                ?? throw new InvalidOperationException($"Decision {decision.Id} stands and cannot be read.");
        }
    }
}
