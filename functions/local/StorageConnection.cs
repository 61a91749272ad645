using Azure.Core;
using Azure.Identity;
using Serverless.Storage.Azure;

namespace Serverless.Local;

/// <summary>
/// The storage account that takes the place of the data folder's own tables and blobs: by a connection string, which holds a
/// key and is never shown, or by its two addresses, as the identity of whoever is signed in.
/// </summary>
public sealed class StorageConnection
{
    /// <summary>At the start somebody waits for the answer, and a wrong address does not get better.</summary>
    private const int CheckAttemptsMax = 3;

    private readonly Func<AzureStorageOptions, AzureStorageAccount> connect;

    private StorageConnection(Func<AzureStorageOptions, AzureStorageAccount> connect) => this.connect = connect;

    /// <summary>Null where no storage account is named.</summary>
    /// <exception cref="StartupException">It is no connection string.</exception>
    public static StorageConnection? Read(string? connection) => Read(connection, OperatorIdentity.Create);

    /// <param name="connection">As above.</param>
    /// <param name="identity">As whom an account without a key is used.</param>
    internal static StorageConnection? Read(string? connection, Func<TokenCredential> identity)
    {
        if (string.IsNullOrWhiteSpace(connection))
        {
            return null;
        }

        if (StorageEndpoints.Read(connection) is { } endpoints)
        {
            var credential = identity();
            return new StorageConnection(options => AzureStorageAccount.FromEndpoints(endpoints.Tables, endpoints.Blobs, credential, options));
        }

        try
        {
            AzureStorageAccount.FromConnectionString(connection);
            return new StorageConnection(options => AzureStorageAccount.FromConnectionString(connection, options));
        }
        catch (ArgumentException)
        {
            throw new StartupException("What --storage or Serverless__Storage names is no connection string of a storage account. It looks like 'DefaultEndpointsProtocol=https;AccountName=…;AccountKey=…;EndpointSuffix=core.windows.net', without keys like 'TableEndpoint=https://…;BlobEndpoint=https://…', or 'UseDevelopmentStorage=true' for Azurite.");
        }
    }

    /// <summary>The account, once it answered.</summary>
    /// <exception cref="StartupException">It cannot be reached, or refuses us.</exception>
    public async Task<AzureStorageAccount> OpenAsync(TimeProvider time, ILoggerFactory loggers, CancellationToken cancellation)
    {
        var options = new AzureStorageOptions { Time = time, Loggers = loggers };
        try
        {
            await connect(options with { AttemptsMax = CheckAttemptsMax }).CheckAsync(cancellation);
        }
        catch (StorageUnavailableException exception) when (exception.InnerException is AuthenticationFailedException)
        {
            // Not what the credentials say: it is several lines, most of them about ways that nobody meant.
            throw new StartupException("The storage account of --storage is named without a key, and there is no identity to use it as: sign in with 'az login' as somebody who has the roles Storage Table Data Contributor and Storage Blob Data Contributor on it.", exception);
        }
        catch (StorageUnavailableException exception)
        {
            throw new StartupException($"The storage account of --storage cannot be used. {exception.Message}", exception);
        }

        return connect(options);
    }

    public override string ToString() => "a storage account";
}
