using Serverless.Storage;

namespace Serverless.Payments.ProviderPayments.Adjustments;

/// <summary>Reads adjustments and their histories, and says what a move of one writes.</summary>
public sealed class AdjustmentRecords(ITableStore tables, ProviderPaymentIds ids)
{
    public async Task<(Adjustment Adjustment, string ETag)?> FindWithETagAsync(string id, CancellationToken cancellation = default)
        => ProviderPaymentIds.IsAdjustment(id)
            && ids.TryReadClient(id, out var clientId)
            && await tables.GetAsync(Tables.ProviderPayments, clientId, ProviderPaymentKeys.Adjustment(id), cancellation) is { } row
            ? (Rows.Read<Adjustment>(row), row.ETag)
            : null;

    public async Task<Adjustment?> FindAsync(string id, CancellationToken cancellation = default) => (await FindWithETagAsync(id, cancellation))?.Adjustment;

    /// <summary>Every adjustment of a child's payments.</summary>
    public async Task<IReadOnlyList<Adjustment>> OfChildAsync(string clientId, CancellationToken cancellation = default)
    {
        var adjustments = new List<Adjustment>();
        await foreach (var row in tables.ScanAsync(Tables.ProviderPayments, clientId, RowRange.StartingWith(ProviderPaymentKeys.AdjustmentPrefix), cancellation))
        {
            adjustments.Add(Rows.Read<Adjustment>(row));
        }

        return adjustments;
    }

    public async Task<IReadOnlyList<AdjustmentMove>> HistoryAsync(Adjustment adjustment, CancellationToken cancellation = default)
    {
        var moves = new List<AdjustmentMove>();
        await foreach (var row in tables.ScanAsync(Tables.ProviderPayments, adjustment.ClientId, RowRange.StartingWith(ProviderPaymentKeys.HistoryPrefix(adjustment.Id)), cancellation))
        {
            moves.Add(Rows.Read<AdjustmentMove>(row));
        }

        return moves;
    }

    /// <summary>The rows of a move, for one transaction in the child's partition: the adjustment, its history, and the journal entry where money moves.</summary>
    public static IReadOnlyList<TableOperation> MoveOperations(Adjustment before, string etag, Adjustment after, AdjustmentMove move)
    {
        List<TableOperation> operations =
        [
            TableOperation.Update(ProviderPaymentKeys.Adjustment(after.Id), Rows.Write(after), etag),
            TableOperation.Insert(ProviderPaymentKeys.History(after.Id, after.Version), Rows.Write(move)),
        ];
        if (ProviderPaymentBooking.Entry(before, after) is { } entry)
        {
            operations.Add(TableOperation.Insert(ProviderPaymentKeys.Journal(after.Id, after.Version), Rows.Write(entry)));
        }

        return operations;
    }
}
