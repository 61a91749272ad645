using Serverless.Storage.Azure;

namespace Serverless.Local;

/// <summary>The storage account that takes the place of the data folder's own tables and blobs. Its text holds a key, and is never shown.</summary>
public sealed class StorageConnection
{
    /// <summary>At the start somebody waits for the answer, and a wrong address does not get better.</summary>
    private const int CheckAttemptsMax = 3;

    private readonly string connection;

    private StorageConnection(string connection) => this.connection = connection;

    /// <summary>Null where no storage account is named.</summary>
    /// <exception cref="StartupException">It is no connection string.</exception>
    public static StorageConnection? Read(string? connection)
    {
        if (string.IsNullOrWhiteSpace(connection))
        {
            return null;
        }

        try
        {
            AzureStorageAccount.FromConnectionString(connection);
            return new StorageConnection(connection);
        }
        catch (ArgumentException)
        {
            throw new StartupException("What --storage or Serverless__Storage names is no connection string of a storage account. It looks like 'DefaultEndpointsProtocol=https;AccountName=…;AccountKey=…;EndpointSuffix=core.windows.net', or 'UseDevelopmentStorage=true' for Azurite.");
        }
    }

    /// <summary>The account, once it answered.</summary>
    /// <exception cref="StartupException">It cannot be reached, or refuses us.</exception>
    public async Task<AzureStorageAccount> OpenAsync(TimeProvider time, ILoggerFactory loggers, CancellationToken cancellation)
    {
        var options = new AzureStorageOptions { Time = time, Loggers = loggers };
        try
        {
            await AzureStorageAccount.FromConnectionString(connection, options with { AttemptsMax = CheckAttemptsMax }).CheckAsync(cancellation);
        }
        catch (StorageUnavailableException exception)
        {
            throw new StartupException($"The storage account of --storage cannot be used. {exception.Message}", exception);
        }

        return AzureStorageAccount.FromConnectionString(connection, options);
    }

    public override string ToString() => "a storage account";
}
