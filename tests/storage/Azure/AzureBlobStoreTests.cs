using Serverless.Storage.Tests.Blobs;
using Serverless.Testing;

namespace Serverless.Storage.Tests.Azure;

/// <summary>The contract on Azurite.</summary>
public sealed class AzureBlobStoreTests : BlobStoreContract
{
    protected override async Task<IBlobStore> OpenAsync() => (await Azurite.SharedAsync()).Open().Blobs;
}
