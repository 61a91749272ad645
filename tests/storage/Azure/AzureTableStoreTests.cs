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

    protected override Task CloseAsync()
    {
        Assert.True(size.BytesMax <= RequestBytesMax, $"A request had {size.BytesMax} bytes.");
        return Task.CompletedTask;
    }
}
