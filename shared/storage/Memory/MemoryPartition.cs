using System.Diagnostics;

namespace Serverless.Storage.Memory;

/// <summary>The rows of one partition, in ordinal order. Guarded by the lock of its store.</summary>
internal sealed class MemoryPartition(string partitionKey)
{
    private readonly SortedSet<string> keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TableRow> rows = new(StringComparer.Ordinal);

    public TableRow? Find(string rowKey) => rows.GetValueOrDefault(rowKey);

    public TablePage Query(RowRange range, int top)
    {
        var found = new List<TableRow>();
        var from = range.From ?? "";
        if (keys.Max is not { } last || string.CompareOrdinal(from, last) > 0)
        {
            return new TablePage(found, null);
        }

        foreach (var key in keys.GetViewBetween(from, last))
        {
            if (!range.Contains(key))
            {
                break;
            }

            if (found.Count == top)
            {
                return new TablePage(found, found[^1].RowKey);
            }

            found.Add(rows[key]);
        }

        return new TablePage(found, null);
    }

    public TableConflict? ConflictOf(TableOperation operation)
    {
        var existing = Find(operation.RowKey);
        return operation switch
        {
            InsertRow => existing is null ? null : TableConflict.Exists,
            UpdateRow update => ConflictOf(existing, update.ETag),
            DeleteRow delete => ConflictOf(existing, delete.ETag),
            UpsertRow => null,
            _ => throw new UnreachableException($"Unknown operation {operation.GetType().Name}."),
        };
    }

    /// <returns>The row's new ETag, or null where it was deleted.</returns>
    public string? Apply(TableOperation operation, string etag)
    {
        switch (operation)
        {
            case InsertRow insert:
                Put(insert.RowKey, etag, insert.Data);
                return etag;
            case UpdateRow update:
                Put(update.RowKey, etag, update.Data);
                return etag;
            case UpsertRow upsert:
                Put(upsert.RowKey, etag, upsert.Data);
                return etag;
            case DeleteRow:
                keys.Remove(operation.RowKey);
                rows.Remove(operation.RowKey);
                return null;
            default:
                throw new UnreachableException($"Unknown operation {operation.GetType().Name}.");
        }
    }

    private static TableConflict? ConflictOf(TableRow? existing, string? etag)
    {
        if (existing is null)
        {
            return TableConflict.Missing;
        }

        return etag is null || etag == existing.ETag ? null : TableConflict.Changed;
    }

    private void Put(string rowKey, string etag, string data)
    {
        keys.Add(rowKey);
        rows[rowKey] = new TableRow(partitionKey, rowKey, etag, data);
    }
}
