using Serverless.Storage;

namespace Serverless.Payments.Tests.Mails;

/// <summary>A store before whose writes something may happen, or go wrong.</summary>
internal sealed class InterruptedTables(ITableStore inner) : ITableStore
{
    /// <summary>Called before each write; where it throws, nothing is written.</summary>
    public Action<string, IReadOnlyList<TableOperation>>? Before { get; set; }

    /// <summary>Called before each read of rows in order.</summary>
    public Action<string, RowRange>? BeforeQuery { get; set; }

    public Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellation = default) => inner.GetAsync(table, partitionKey, rowKey, cancellation);

    public Task<TablePage> QueryAsync(string table, string partitionKey, RowRange range, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default)
    {
        BeforeQuery?.Invoke(table, range);
        return inner.QueryAsync(table, partitionKey, range, top, continuation, cancellation);
    }

    public Task<TablePage> QueryTableAsync(string table, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default)
        => inner.QueryTableAsync(table, top, continuation, cancellation);

    public async Task<IReadOnlyList<string?>> SubmitAsync(string table, string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellation = default)
    {
        Before?.Invoke(table, operations);

        // A store across a network gives up with its caller.
        cancellation.ThrowIfCancellationRequested();
        return await inner.SubmitAsync(table, partitionKey, operations, cancellation);
    }
}
