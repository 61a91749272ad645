using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace Serverless.Storage.Azure;

/// <summary>
/// One storage account, and the only way to the Azure adapters: it sets up the clients of the SDK the way the adapters
/// need them (no retries of their own, see <see cref="AzureTableStore"/>).
/// </summary>
public sealed class AzureStorageAccount
{
    private AzureStorageAccount(TableServiceClient tables, BlobServiceClient blobs, AzureStorageOptions options)
    {
        TablesUri = WithoutSecret(tables.Uri);
        BlobsUri = WithoutSecret(blobs.Uri);
        Tables = new AzureTableStore(tables, new AzureRetry(options, TablesUri));
        Blobs = new AzureBlobStore(blobs, new AzureRetry(options, BlobsUri));
    }

    public AzureTableStore Tables { get; }

    public AzureBlobStore Blobs { get; }

    /// <summary>Where the tables are; tells one account from another, and holds no secret.</summary>
    public string TablesUri { get; }

    /// <summary>Where the containers are; no secret either.</summary>
    public string BlobsUri { get; }

    /// <param name="connection">A connection string with a key or a shared access signature, or <c>UseDevelopmentStorage=true</c> for Azurite on its own ports.</param>
    /// <param name="options">The defaults where null.</param>
    /// <exception cref="ArgumentException">It is no connection string. The message does not repeat it, because it holds a secret.</exception>
    public static AzureStorageAccount FromConnectionString(string connection, AzureStorageOptions? options = null)
    {
        options ??= new AzureStorageOptions();
        try
        {
            return new AzureStorageAccount(new TableServiceClient(connection, TableOptions(options)), new BlobServiceClient(connection, BlobOptions(options)), options);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or InvalidOperationException or KeyNotFoundException)
        {
            // Not the cause either: some of these messages quote what they could not read.
            throw new ArgumentException("This is no connection string of a storage account. It looks like 'DefaultEndpointsProtocol=https;AccountName=…;AccountKey=…;EndpointSuffix=core.windows.net', or 'UseDevelopmentStorage=true' for Azurite.", nameof(connection));
        }
    }

    /// <param name="tables">Such as <c>https://NAME.table.core.windows.net</c>.</param>
    /// <param name="blobs">Such as <c>https://NAME.blob.core.windows.net</c>.</param>
    /// <param name="credential">An identity with the roles Storage Table Data Contributor and Storage Blob Data Contributor.</param>
    /// <param name="options">The defaults where null.</param>
    public static AzureStorageAccount FromEndpoints(Uri tables, Uri blobs, TokenCredential credential, AzureStorageOptions? options = null)
    {
        options ??= new AzureStorageOptions();
        return new AzureStorageAccount(new TableServiceClient(tables, credential, TableOptions(options)), new BlobServiceClient(blobs, credential, BlobOptions(options)), options);
    }

    /// <summary>Reads from tables and blobs, so that an account that is out of reach or refuses us is known before it is needed. Makes nothing.</summary>
    /// <exception cref="StorageUnavailableException">One of them does not answer as it should.</exception>
    public async Task CheckAsync(CancellationToken cancellation = default)
    {
        await Tables.GetAsync("check", "check", "check", cancellation);
        await Blobs.GetAsync("check", "check", cancellation);
    }

    /// <summary>Without anything secret, so that it may be logged.</summary>
    public override string ToString() => TablesUri;

    private static TableClientOptions TableOptions(AzureStorageOptions options) => With(new TableClientOptions(), options);

    /// <summary>Not the SDK's newest version of the protocol, which Azurite learns only later; nothing of it is needed.</summary>
    private static BlobClientOptions BlobOptions(AzureStorageOptions options) => With(new BlobClientOptions(BlobClientOptions.ServiceVersion.V2025_01_05), options);

    private static T With<T>(T client, AzureStorageOptions options)
        where T : ClientOptions
    {
        client.Retry.MaxRetries = 0;

        // Ours comes first; this one only ends what even cancelling does not.
        client.Retry.NetworkTimeout = options.ContentTimeMax + TimeSpan.FromMinutes(1);
        if (options.BeforeSending is { } policy)
        {
            client.AddPolicy(policy, HttpPipelinePosition.BeforeTransport);
        }

        return client;
    }

    private static string WithoutSecret(Uri uri) => uri.GetLeftPart(UriPartial.Path).TrimEnd('/');
}
