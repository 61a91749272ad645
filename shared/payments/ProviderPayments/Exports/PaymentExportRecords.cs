using System.Runtime.CompilerServices;
using Serverless.Storage;

namespace Serverless.Payments.ProviderPayments.Exports;

/// <summary>Reads and writes exports, how far each has come, and what each has taken.</summary>
public sealed class PaymentExportRecords(ITableStore tables)
{
    /// <summary>Attempts at a change that others keep getting ahead of.</summary>
    private const int AttemptsMax = 20;

    public async Task<PaymentExportRecord?> FindAsync(string id, CancellationToken cancellation = default)
        => PaymentExportKeys.IsId(id) ? await tables.FindAsync<PaymentExportRecord>(Tables.PaymentExports, id, PaymentExportKeys.Export, cancellation) : null;

    /// <exception cref="InvalidOperationException">There is no such export.</exception>
    public async Task<PaymentExportRecord> ReadAsync(string id, CancellationToken cancellation)
        => await FindAsync(id, cancellation) ?? throw new InvalidOperationException($"Export {id} is gone.");

    /// <summary>Writes a new export with its places in the lists, unless it stands already.</summary>
    /// <returns>The export as it stands.</returns>
    public async Task<PaymentExportRecord> StoreAsync(PaymentExportRecord export, CancellationToken cancellation)
    {
        // Listed before it exists, so that none is at work that a restart would not find.
        TableOperation[] lists = [TableOperation.Upsert(PaymentExportKeys.Listed(export), string.Empty), TableOperation.Upsert(PaymentExportKeys.Open(export.Id), string.Empty)];
        await tables.SubmitAsync(Tables.PaymentExports, PaymentExportKeys.ListPartition, lists, cancellation);
        try
        {
            await tables.SubmitAsync(Tables.PaymentExports, export.Id, [TableOperation.Insert(PaymentExportKeys.Export, Rows.Write(export))], cancellation);
            return export;
        }
        catch (TableConflictException)
        {
            return await ReadAsync(export.Id, cancellation);
        }
    }

    /// <summary>Changes an export by what is read; nothing where the change answers null.</summary>
    /// <returns>The export as it stands then.</returns>
    public async Task<PaymentExportRecord> ChangeAsync(string id, Func<PaymentExportRecord, PaymentExportRecord?> change, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var row = await tables.GetAsync(Tables.PaymentExports, id, PaymentExportKeys.Export, cancellation) ?? throw new InvalidOperationException($"Export {id} is gone.");
            var before = Rows.Read<PaymentExportRecord>(row);
            if (change(before) is not { } changed)
            {
                return before;
            }

            try
            {
                var after = changed with { Version = before.Version + 1 };
                await tables.SubmitAsync(Tables.PaymentExports, id, [TableOperation.Update(row.RowKey, Rows.Write(after), row.ETag)], cancellation);
                return after;
            }
            catch (TableConflictException) when (attempt < AttemptsMax)
            {
                // Another run of the same step came first; the export is read again.
            }
        }
    }

    /// <summary>Exports in the order of their making.</summary>
    /// <param name="period">Of one service period; of all where null.</param>
    /// <param name="after">Only those behind this one, of whichever period it is; all where null.</param>
    /// <param name="cancellation">Gives up.</param>
    public async IAsyncEnumerable<PaymentExportRecord> ListAsync(string? period = null, PaymentExportRecord? after = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var row in tables.ScanAsync(Tables.PaymentExports, PaymentExportKeys.ListPartition, PaymentExportKeys.ListedAfter(after), cancellation))
        {
            // A start that was broken off and repeated has left a row of another time.
            if (await FindAsync(PaymentExportKeys.IdOfListed(row.RowKey), cancellation) is { } export && PaymentExportKeys.Listed(export) == row.RowKey && (period is null || export.Period == period))
            {
                yield return export;
            }
        }
    }

    /// <summary>The exports that are listed as at work; one that has just ended may be among them.</summary>
    public async IAsyncEnumerable<PaymentExportRecord> OpenAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var row in tables.ScanAsync(Tables.PaymentExports, PaymentExportKeys.ListPartition, RowRange.StartingWith(PaymentExportKeys.OpenPrefix), cancellation))
        {
            if (await FindAsync(PaymentExportKeys.IdOfListed(row.RowKey), cancellation) is { } export)
            {
                yield return export;
            }
        }
    }

    /// <summary>Takes a completed export out of the list of those at work.</summary>
    public async Task CloseAsync(string id, CancellationToken cancellation)
    {
        try
        {
            await tables.SubmitAsync(Tables.PaymentExports, PaymentExportKeys.ListPartition, [TableOperation.Delete(PaymentExportKeys.Open(id))], cancellation);
        }
        catch (TableConflictException)
        {
            // A repeated end removes what its first run removed already.
        }
    }

    /// <summary>How far a part has come, with its ETag, which is null where nothing was written yet.</summary>
    public async Task<(ExportPart Part, string? ETag)> FindPartAsync(string id, int part, CancellationToken cancellation)
        => await tables.GetAsync(Tables.PaymentExports, PaymentExportKeys.PartPartition(id, part), PaymentExportKeys.Part, cancellation) is { } row
            ? (Rows.Read<ExportPart>(row), row.ETag)
            : (new ExportPart(), null);

    public async Task<bool> HasItemAsync(string id, int part, string itemId, CancellationToken cancellation)
        => await tables.GetAsync(Tables.PaymentExports, PaymentExportKeys.PartPartition(id, part), PaymentExportKeys.Item(itemId), cancellation) is not null;

    /// <summary>Moves a part on by a page, whose items appear with it.</summary>
    /// <exception cref="TableConflictException">The part has moved on; nothing was written.</exception>
    public Task MovePartAsync(string id, int part, ExportPart after, string? etag, IReadOnlyList<ExportItem> items, CancellationToken cancellation)
    {
        var data = Rows.Write(after);
        var page = etag is null ? TableOperation.Insert(PaymentExportKeys.Part, data) : TableOperation.Update(PaymentExportKeys.Part, data, etag);
        return tables.SubmitAsync(
            Tables.PaymentExports, PaymentExportKeys.PartPartition(id, part), [page, .. items.Select(item => TableOperation.Insert(PaymentExportKeys.Item(item.Id), Rows.Write(item)))], cancellation);
    }

    /// <summary>A page of what a part has taken, by the ids.</summary>
    /// <param name="id">The export.</param>
    /// <param name="part">The part.</param>
    /// <param name="after">What the page before answered as next; null for the first.</param>
    /// <param name="top">At most this many.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<(IReadOnlyList<ExportItem> Items, string? Next)> ItemsAsync(string id, int part, string? after, int top, CancellationToken cancellation)
    {
        var page = await tables.QueryAsync(Tables.PaymentExports, PaymentExportKeys.PartPartition(id, part), PaymentExportKeys.ItemsAfter(after), top, null, cancellation);
        return ([.. page.Rows.Select(Rows.Read<ExportItem>)], page.Continuation is null ? null : page.Rows[^1].RowKey);
    }
}
