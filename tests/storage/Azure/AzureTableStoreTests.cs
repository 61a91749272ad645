using Serverless.Storage.Azure;
using Serverless.Storage.Tests.Tables;
using Serverless.Testing;

namespace Serverless.Storage.Tests.Azure;

/// <summary>The contract on Azurite, and that no request of it is larger than Azure would take.</summary>
public sealed class AzureTableStoreTests : TableStoreContract
{
    /// <summary>Azure's limit of an entity group transaction; Azurite lets more pass.</summary>
    private const int RequestBytesMax = 4 * 1024 * 1024;

    private readonly RequestSize size = new();

    protected override async Task<ITableStore> OpenAsync() => (await Azurite.SharedAsync()).Open(new AzureStorageOptions { BeforeSending = size }).Tables;

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(1_000)]
    public async Task Whole_table_is_read_by_pages_in_the_order_of_partitions_and_rows(int top)
    {
        string[] keys = ["a", "a b", "a'b", "B", "~"];
        foreach (var partition in keys)
        {
            await Store.SubmitAsync(Table, partition, [.. keys.Select(key => TableOperation.Insert(key, key))]);
        }

        var store = (AzureTableStore)Store;
        var found = new List<string>();
        string? continuation = null;
        do
        {
            var page = await store.QueryTableAsync(Table, top, continuation);
            Assert.True(page.Rows.Count <= top);
            found.AddRange(page.Rows.Select(row => $"{row.PartitionKey}/{row.RowKey}"));
            continuation = page.Continuation;
        }
        while (continuation is not null);
        var ordered = keys.Order(StringComparer.Ordinal).ToList();
        Assert.Equal(ordered.SelectMany(partition => ordered.Select(row => $"{partition}/{row}")), found);
        Assert.Empty((await store.QueryTableAsync("others")).Rows);
    }

    [SkippableFact]
    public async Task Whole_table_goes_on_behind_the_last_row_when_rows_change_meanwhile()
    {
        foreach (var (partition, row) in ((string, string)[])[("a", "1"), ("a", "2"), ("b", "1"), ("c", "1")])
        {
            await Put(row, row, partition);
        }

        var store = (AzureTableStore)Store;
        var first = await store.QueryTableAsync(Table, top: 2);
        await store.SubmitAsync(Table, "a", [TableOperation.Delete("2"), TableOperation.Insert("0", "0"), TableOperation.Insert("3", "3")]);
        await store.SubmitAsync(Table, "b", [TableOperation.Delete("1")]);
        var second = await store.QueryTableAsync(Table, continuation: first.Continuation);

        Assert.Equal(["a:1", "a:2"], first.Rows.Select(row => $"{row.PartitionKey}:{row.RowKey}"));
        Assert.Equal(["a:3", "c:1"], second.Rows.Select(row => $"{row.PartitionKey}:{row.RowKey}"));
        Assert.Null(second.Continuation);
        await Assert.ThrowsAsync<ArgumentException>(() => store.QueryTableAsync(Table, continuation: "nonsense"));
    }

    protected override Task CloseAsync()
    {
        Assert.True(size.BytesMax <= RequestBytesMax, $"A request had {size.BytesMax} bytes.");
        return Task.CompletedTask;
    }
}
