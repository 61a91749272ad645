using Serverless.Storage;
using Serverless.Web.Idempotency;

namespace Serverless.Infra.Tests.Cost;

/// <summary>Counts the calls of the table port.</summary>
internal sealed class CountingTables(ITableStore inner, Tally tally) : ITableStore
{
    public Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellation = default)
    {
        Count(table, partitionKey, new Work(TableReads: 1));
        return inner.GetAsync(table, partitionKey, rowKey, cancellation);
    }

    public Task<TablePage> QueryAsync(string table, string partitionKey, RowRange range, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default)
    {
        Count(table, partitionKey, new Work(TablePages: 1));
        return inner.QueryAsync(table, partitionKey, range, top, continuation, cancellation);
    }

    public Task<TablePage> QueryTableAsync(string table, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default)
    {
        Count(table, string.Empty, new Work(TablePages: 1));
        return inner.QueryTableAsync(table, top, continuation, cancellation);
    }

    public Task<IReadOnlyList<string?>> SubmitAsync(string table, string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellation = default)
    {
        Count(table, partitionKey, new Work(TableWrites: 1));
        return inner.SubmitAsync(table, partitionKey, operations, cancellation);
    }

    private void Count(string table, string partitionKey, Work work)
    {
        // How far the sweep of idempotency keys has come is looked at once a minute, whatever is paid.
        if (table != IdempotencyRecords.Table || partitionKey != "sweep")
        {
            tally.Add(work);
        }
    }
}
