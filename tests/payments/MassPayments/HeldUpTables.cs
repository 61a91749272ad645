using Serverless.Storage;

namespace Serverless.Payments.Tests.MassPayments;

/// <summary>Lets others go first, once, before a table is written: what a process meets that is held up in the middle.</summary>
internal sealed class HeldUpTables(ITableStore inner, string held) : ITableStore
{
    /// <summary>What others do meanwhile.</summary>
    public Func<Task>? Others { get; set; }

    public Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellation = default) => inner.GetAsync(table, partitionKey, rowKey, cancellation);

    public Task<TablePage> QueryAsync(string table, string partitionKey, RowRange range, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default)
        => inner.QueryAsync(table, partitionKey, range, top, continuation, cancellation);

    public Task<TablePage> QueryTableAsync(string table, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default)
        => inner.QueryTableAsync(table, top, continuation, cancellation);

    public async Task<IReadOnlyList<string?>> SubmitAsync(string table, string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellation = default)
    {
        if (table == held && Others is { } others)
        {
            Others = null;
            await others();
        }

        return await inner.SubmitAsync(table, partitionKey, operations, cancellation);
    }
}
