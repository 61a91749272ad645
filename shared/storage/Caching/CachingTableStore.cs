namespace Serverless.Storage.Caching;

/// <summary>
/// Keeps the rows that were read or written last in memory, in front of a store that this process alone writes to.
/// A row is never older than the last write that has returned: whoever writes takes the row out before, and only
/// who saw no other write of the same partition meanwhile puts one in.
/// </summary>
/// <remarks>Queries go through to the store, and so does the question for a row that is not there.</remarks>
public sealed class CachingTableStore : ITableStore
{
    private const int Stripes = 1_024;
    private readonly ITableStore inner;
    private readonly RecentRows recent;
    private readonly Stripe[] stripes = [.. Enumerable.Range(0, Stripes).Select(_ => new Stripe())];

    /// <param name="inner">The store; no other process writes to it.</param>
    /// <param name="rowsMax">Rows in memory at most; the ones used last are kept.</param>
    public CachingTableStore(ITableStore inner, int rowsMax = 20_000)
    {
        this.inner = inner;
        recent = new RecentRows(rowsMax);
    }

    public Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellation = default)
    {
        var key = new RowId(table, partitionKey, rowKey);
        var stripe = StripeOf(table, partitionKey);
        long writes;
        lock (stripe)
        {
            if (recent.Find(key) is { } row)
            {
                return Task.FromResult<TableRow?>(row);
            }

            writes = stripe.Stamp;
        }

        return ReadAsync(key, stripe, writes, cancellation);
    }

    public Task<TablePage> QueryAsync(string table, string partitionKey, RowRange range, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default)
        => inner.QueryAsync(table, partitionKey, range, top, continuation, cancellation);

    public Task<TablePage> QueryTableAsync(string table, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default)
        => inner.QueryTableAsync(table, top, continuation, cancellation);

    public async Task<IReadOnlyList<string?>> SubmitAsync(string table, string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellation = default)
    {
        var stripe = StripeOf(table, partitionKey);
        long own;
        lock (stripe)
        {
            own = stripe.Begin();
            foreach (var operation in operations)
            {
                recent.Remove(new RowId(table, partitionKey, operation.RowKey));
            }
        }

        IReadOnlyList<string?>? etags = null;
        try
        {
            return etags = await inner.SubmitAsync(table, partitionKey, operations, cancellation);
        }
        finally
        {
            lock (stripe)
            {
                if (stripe.End(own) && etags is not null)
                {
                    Put(table, partitionKey, operations, etags);
                }
            }
        }
    }

    private async Task<TableRow?> ReadAsync(RowId key, Stripe stripe, long writes, CancellationToken cancellation)
    {
        var row = await inner.GetAsync(key.Table, key.Partition, key.Row, cancellation);
        if (row is not null)
        {
            lock (stripe)
            {
                if (stripe.IsQuietSince(writes))
                {
                    recent.Put(key, row);
                }
            }
        }

        return row;
    }

    private void Put(string table, string partitionKey, IReadOnlyList<TableOperation> operations, IReadOnlyList<string?> etags)
    {
        for (var index = 0; index < operations.Count; index++)
        {
            var data = operations[index] switch
            {
                InsertRow insert => insert.Data,
                UpdateRow update => update.Data,
                UpsertRow upsert => upsert.Data,
                _ => null,
            };
            if (data is not null)
            {
                var rowKey = operations[index].RowKey;
                recent.Put(new RowId(table, partitionKey, rowKey), new TableRow(partitionKey, rowKey, etags[index]!, data));
            }
        }
    }

    private Stripe StripeOf(string table, string partitionKey) => stripes[(uint)HashCode.Combine(table, partitionKey) % Stripes];

    /// <summary>Counts the writes of the partitions that share it. Used within its own lock.</summary>
    private sealed class Stripe
    {
        private int underWay;

        /// <summary>Changes with every write that begins.</summary>
        public long Stamp { get; private set; }

        public long Begin()
        {
            underWay++;
            return ++Stamp;
        }

        /// <returns>Whether no other write was under way at any time since this one began.</returns>
        public bool End(long own)
        {
            var alone = underWay == 1 && Stamp == own;
            underWay--;

            // One that began before and is still under way must not think it was alone either.
            Stamp++;
            return alone;
        }

        public bool IsQuietSince(long stamp) => underWay == 0 && Stamp == stamp;
    }
}
