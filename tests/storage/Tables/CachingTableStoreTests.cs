using Serverless.Storage.Caching;
using Serverless.Storage.Memory;

namespace Serverless.Storage.Tests.Tables;

/// <summary>The contract with a cache so small that rows come and go.</summary>
public sealed class CachingTableStoreTests : TableStoreContract
{
    protected override Task<ITableStore> OpenAsync() => Task.FromResult<ITableStore>(new CachingTableStore(new MemoryTableStore(), rowsMax: 4));

    [Fact]
    public async Task Row_read_twice_is_asked_for_once_and_its_payload_is_read_once()
    {
        var inner = new CountingTableStore(new MemoryTableStore());
        var store = new CachingTableStore(inner);
        await inner.SubmitAsync(Table, "client", [TableOperation.Insert("a", "1")]);

        var first = await store.GetAsync(Table, "client", "a");
        var second = await store.GetAsync(Table, "client", "a");

        Assert.Equal(1, inner.Gets);
        Assert.Same(first!.ReadAs(data => new[] { data }), second!.ReadAs(data => new[] { data }));
    }

    [Fact]
    public async Task Readers_and_writers_of_one_row_never_see_it_older_than_a_write_that_has_returned()
    {
        var store = new CachingTableStore(new MemoryTableStore());
        await store.SubmitAsync(Table, "client", [TableOperation.Insert("a", "0")]);
        var written = 0;
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                var before = Volatile.Read(ref written);
                var read = int.Parse((await store.GetAsync(Table, "client", "a"))!.Data, System.Globalization.CultureInfo.InvariantCulture);
                Assert.True(read >= before, $"read {read} after {before} was written");
            }
        })).ToArray();
        for (var value = 1; value <= 2_000; value++)
        {
            await store.SubmitAsync(Table, "client", [TableOperation.Upsert("a", $"{value}")]);
            Volatile.Write(ref written, value);
        }

        await done.CancelAsync();
        await Task.WhenAll(readers);
    }

    [Fact]
    public async Task Writers_of_one_row_at_the_same_moment_leave_the_row_that_the_store_has()
    {
        var inner = new MemoryTableStore();
        var store = new CachingTableStore(inner);
        for (var round = 0; round < 200; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() => store.SubmitAsync(Table, "client", [TableOperation.Upsert("a", $"{round}-{writer}")]))));
            Assert.Equal(await inner.GetAsync(Table, "client", "a"), await store.GetAsync(Table, "client", "a"));
        }
    }

    private sealed class CountingTableStore(ITableStore inner) : ITableStore
    {
        public int Gets { get; private set; }

        public Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellation = default)
        {
            Gets++;
            return inner.GetAsync(table, partitionKey, rowKey, cancellation);
        }

        public Task<TablePage> QueryAsync(string table, string partitionKey, RowRange range, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default)
            => inner.QueryAsync(table, partitionKey, range, top, continuation, cancellation);

        public Task<TablePage> QueryTableAsync(string table, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default)
            => inner.QueryTableAsync(table, top, continuation, cancellation);

        public Task<IReadOnlyList<string?>> SubmitAsync(string table, string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellation = default)
            => inner.SubmitAsync(table, partitionKey, operations, cancellation);
    }
}
