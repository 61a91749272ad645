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

    protected override Task CloseAsync()
    {
        Assert.True(size.BytesMax <= RequestBytesMax, $"A request had {size.BytesMax} bytes.");
        return Task.CompletedTask;
    }
}
