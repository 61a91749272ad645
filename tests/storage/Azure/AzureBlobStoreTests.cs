using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Serverless.Storage.Azure;
using Serverless.Storage.Tests.Blobs;
using Serverless.Testing;

namespace Serverless.Storage.Tests.Azure;

/// <summary>The contract on Azurite, and what only containers have.</summary>
public sealed class AzureBlobStoreTests : BlobStoreContract
{
    private string connection = null!;

    protected override async Task<IBlobStore> OpenAsync()
    {
        connection = (await Azurite.SharedAsync()).NewAccount();
        return AzureStorageAccount.FromConnectionString(connection).Blobs;
    }

    [SkippableFact]
    public async Task Container_is_made_private()
    {
        await Put("a.txt", "1");

        var properties = (await new BlobContainerClient(connection, Container, new BlobClientOptions(BlobClientOptions.ServiceVersion.V2025_01_05)).GetPropertiesAsync()).Value;
        Assert.Equal(PublicAccessType.None, properties.PublicAccess ?? PublicAccessType.None);
    }

    [SkippableFact]
    public async Task List_goes_on_behind_the_first_page_of_the_service()
    {
        var names = Enumerable.Range(0, 1_010).Select(index => $"{index:D4}").ToList();
        await Parallel.ForEachAsync(names, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (name, _) => await Put(name, ""));

        Assert.Equal(names, await NamesOf());
    }
}
