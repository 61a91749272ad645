using System.Runtime.CompilerServices;
using Serverless.Storage;

namespace Serverless.Payments.Tests.Settlement;

/// <summary>Decides of each call to a store whether it fails, before it takes effect or after.</summary>
/// <param name="fails">Asked twice of each call.</param>
/// <param name="exception">What is thrown; an <see cref="IOException"/> where null.</param>
internal sealed class Faults(Func<StoreCall, bool> fails, Func<Exception>? exception = null)
{
    private readonly Lock gate = new();
    private int calls;

    public async Task<T> RunAsync<T>(string name, Func<Task<T>> run)
    {
        // Others get their turn, as they would while a request is under way.
        await Task.Yield();
        var call = new StoreCall(Interlocked.Increment(ref calls), name, IsBefore: true);
        ThrowIfFails(call);
        var result = await run();
        ThrowIfFails(call with { IsBefore = false });
        return result;
    }

    private void ThrowIfFails(StoreCall call)
    {
        lock (gate)
        {
            if (fails(call))
            {
                throw exception?.Invoke() ?? new IOException($"The test lets it fail: {call.Name}.");
            }
        }
    }
}

/// <param name="Number">From 1 on.</param>
/// <param name="Name">What is done, and to which row or blob.</param>
/// <param name="IsBefore">Whether it is yet to take effect.</param>
internal sealed record StoreCall(int Number, string Name, bool IsBefore);

/// <summary>A table store whose calls may fail.</summary>
internal sealed class FaultyTables(ITableStore inner, Faults faults) : ITableStore
{
    public Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellation = default)
        => faults.RunAsync($"get {partitionKey} {rowKey}", () => inner.GetAsync(table, partitionKey, rowKey, cancellation));

    public Task<TablePage> QueryAsync(string table, string partitionKey, RowRange range, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default)
        => faults.RunAsync($"query {partitionKey} {range.From}", () => inner.QueryAsync(table, partitionKey, range, top, continuation, cancellation));

    public Task<TablePage> QueryTableAsync(string table, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default)
        => faults.RunAsync($"query {table}", () => inner.QueryTableAsync(table, top, continuation, cancellation));

    public Task<IReadOnlyList<string?>> SubmitAsync(string table, string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellation = default)
        => faults.RunAsync($"insert {partitionKey} {operations[0].RowKey}", () => inner.SubmitAsync(table, partitionKey, operations, cancellation));
}

/// <summary>A blob store whose calls may fail.</summary>
internal sealed class FaultyBlobs(IBlobStore inner, Faults faults) : IBlobStore
{
    public Task<bool> PutAsync(string container, string name, ReadOnlyMemory<byte> content, bool overwrite = false, CancellationToken cancellation = default)
        => faults.RunAsync($"put {name}", () => inner.PutAsync(container, name, content, overwrite, cancellation));

    public Task<byte[]?> GetAsync(string container, string name, CancellationToken cancellation = default)
        => faults.RunAsync($"get {name}", () => inner.GetAsync(container, name, cancellation));

    public Task<bool> DeleteAsync(string container, string name, CancellationToken cancellation = default)
        => faults.RunAsync($"delete {name}", () => inner.DeleteAsync(container, name, cancellation));

    public async IAsyncEnumerable<string> ListAsync(string container, string? prefix = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await faults.RunAsync($"list {prefix}", () => Task.FromResult(true));
        await foreach (var name in inner.ListAsync(container, prefix, cancellation))
        {
            yield return name;
        }
    }
}
