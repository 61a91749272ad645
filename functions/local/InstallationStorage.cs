using Serverless.Sqlite;
using Serverless.Storage;
using Serverless.Storage.Azure;
using Serverless.Storage.Folders;
using Serverless.Storage.Sqlite;

namespace Serverless.Local;

/// <summary>Where an installation's rows and blobs are: in its data folder, or in a storage account.</summary>
/// <param name="Account">The account; null for the data folder's own.</param>
internal sealed record InstallationStorage(ITableStore Tables, IBlobStore Blobs, AzureStorageAccount? Account)
{
    /// <summary>Opens what is asked for, where the folder began with nothing else.</summary>
    /// <exception cref="StartupException">The folder began with another storage, or the account cannot be used.</exception>
    public static async Task<InstallationStorage> OpenAsync(DataFolder data, SqliteDatabase database, StorageConnection? storage, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellation)
    {
        // An account that does not answer is not kept either, so that a typing error does not bind the folder.
        var account = storage is null ? null : await storage.OpenAsync(time, loggers, cancellation);
        var own = await SqliteTableStore.OpenAsync(database, cancellation);
        await StorageChoice.KeepAsync(own, account?.TablesUri, data.Root, cancellation);
        return account is null
            ? new InstallationStorage(own, new FolderBlobStore(data.Blobs), null)
            : new InstallationStorage(account.Tables, account.Blobs, account);
    }
}
