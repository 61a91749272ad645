using System.Globalization;

namespace Serverless.Storage.Memory;

/// <summary>The table port in memory, for tests: the same semantics, nothing survives the process. Safe for many threads.</summary>
public sealed class MemoryTableStore : ITableStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Table, string PartitionKey), MemoryPartition> partitions = [];
    private long lastETag;

    public Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellation = default)
    {
        TableLimits.CheckTable(table);
        TableLimits.CheckKey(partitionKey);
        TableLimits.CheckKey(rowKey);
        cancellation.ThrowIfCancellationRequested();
        lock (gate)
        {
            return Task.FromResult(partitions.GetValueOrDefault((table, partitionKey))?.Find(rowKey));
        }
    }

    public Task<TablePage> QueryAsync(string table, string partitionKey, RowRange range, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default)
    {
        TableLimits.CheckTable(table);
        TableLimits.CheckKey(partitionKey);
        TableLimits.CheckTop(top);
        cancellation.ThrowIfCancellationRequested();
        lock (gate)
        {
            return Task.FromResult(partitions.TryGetValue((table, partitionKey), out var partition)
                ? partition.Query(range.After(continuation), top)
                : new TablePage([], null));
        }
    }

    public Task<TablePage> QueryTableAsync(string table, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default)
    {
        TableLimits.CheckTable(table);
        TableLimits.CheckTop(top);
        cancellation.ThrowIfCancellationRequested();
        var position = TablePosition.Parse(continuation);
        lock (gate)
        {
            var partitionKeys = partitions.Keys
                .Where(key => key.Table == table && string.CompareOrdinal(key.PartitionKey, position.PartitionKey) >= 0)
                .Select(key => key.PartitionKey)
                .Order(StringComparer.Ordinal);

            // One row more than asked for tells whether there is a next page.
            var rows = new List<TableRow>();
            foreach (var partitionKey in partitionKeys)
            {
                var range = RowRange.All.After(partitionKey == position.PartitionKey ? position.RowKey : null);
                rows.AddRange(partitions[(table, partitionKey)].Query(range, top + 1 - rows.Count).Rows);
                if (rows.Count > top)
                {
                    return Task.FromResult(new TablePage(rows[..top], TablePosition.Of(rows[top - 1]).ToString()));
                }
            }

            return Task.FromResult(new TablePage(rows, null));
        }
    }

    public Task<IReadOnlyList<string?>> SubmitAsync(string table, string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellation = default)
    {
        TableLimits.CheckTable(table);
        TableLimits.CheckKey(partitionKey);
        TableLimits.CheckTransaction(operations);
        cancellation.ThrowIfCancellationRequested();
        lock (gate)
        {
            if (!partitions.TryGetValue((table, partitionKey), out var partition))
            {
                partitions.Add((table, partitionKey), partition = new MemoryPartition(partitionKey));
            }

            // Each row is named once, so all conditions can be checked before the first write.
            foreach (var operation in operations)
            {
                if (partition.ConflictOf(operation) is { } conflict)
                {
                    return Task.FromException<IReadOnlyList<string?>>(new TableConflictException(table, partitionKey, operation.RowKey, conflict));
                }
            }

            var etags = new string?[operations.Count];
            for (var index = 0; index < etags.Length; index++)
            {
                etags[index] = partition.Apply(operations[index], NextETag());
            }

            return Task.FromResult<IReadOnlyList<string?>>(etags);
        }
    }

    private string NextETag() => (++lastETag).ToString(CultureInfo.InvariantCulture);
}
