using Serverless.Storage;

namespace Serverless.Payments.Tests.MassPayments.Schedules;

/// <summary>Stops before each call of an activity or an operator, until the chooser lets it through.</summary>
internal sealed class GatedTables(ITableStore inner, Chooser chooser) : ITableStore
{
    public async Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellation = default)
    {
        await chooser.PassAsync(table, $"reads {table}/{partitionKey}/{rowKey}");
        return await inner.GetAsync(table, partitionKey, rowKey, cancellation);
    }

    public async Task<TablePage> QueryAsync(string table, string partitionKey, RowRange range, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default)
    {
        await chooser.PassAsync(table, $"queries {table}/{partitionKey}/{range.From}");
        return await inner.QueryAsync(table, partitionKey, range, top, continuation, cancellation);
    }

    public Task<TablePage> QueryTableAsync(string table, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default)
        => inner.QueryTableAsync(table, top, continuation, cancellation);

    public async Task<IReadOnlyList<string?>> SubmitAsync(string table, string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellation = default)
    {
        await chooser.PassAsync(table, $"writes {table}/{partitionKey}/{string.Join(' ', operations.Select(operation => operation.RowKey))}");
        return await inner.SubmitAsync(table, partitionKey, operations, cancellation);
    }
}
