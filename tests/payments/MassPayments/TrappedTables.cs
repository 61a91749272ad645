using Serverless.Storage;

namespace Serverless.Payments.Tests.MassPayments;

/// <summary>A store at whose n-th write the process ends: that write comes to nothing, or its answer does, and nothing after it is written.</summary>
internal sealed class TrappedTables(ITableStore inner) : ITableStore
{
    private readonly TaskCompletionSource sprung = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int left = int.MaxValue;
    private bool isWritten;

    /// <summary>Done when the write came.</summary>
    public Task Sprung => sprung.Task;

    /// <param name="write">Which write from now on, 1 for the next.</param>
    /// <param name="isLast">Whether that one is still written, and only its answer is lost.</param>
    public void Set(int write, bool isLast)
    {
        isWritten = isLast;
        Volatile.Write(ref left, write);
    }

    public void Unset() => Volatile.Write(ref left, int.MaxValue);

    public Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellation = default) => inner.GetAsync(table, partitionKey, rowKey, cancellation);

    public Task<TablePage> QueryAsync(string table, string partitionKey, RowRange range, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default)
        => inner.QueryAsync(table, partitionKey, range, top, continuation, cancellation);

    public Task<TablePage> QueryTableAsync(string table, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default)
        => inner.QueryTableAsync(table, top, continuation, cancellation);

    public async Task<IReadOnlyList<string?>> SubmitAsync(string table, string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellation = default)
    {
        var number = Interlocked.Decrement(ref left);
        var etags = number > 0 || (number == 0 && isWritten) ? await inner.SubmitAsync(table, partitionKey, operations, cancellation) : [];
        if (number > 0)
        {
            return etags;
        }

        sprung.TrySetResult();
        throw new IOException("The process ends here.");
    }
}
