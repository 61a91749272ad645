using Serverless.Storage.Tests.Tables;
using Serverless.Testing;

namespace Serverless.Storage.Tests.Azure;

/// <summary>The contract on Azurite.</summary>
public sealed class AzureTableStoreTests : TableStoreContract
{
    protected override async Task<ITableStore> OpenAsync() => (await Azurite.SharedAsync()).Open().Tables;
}
