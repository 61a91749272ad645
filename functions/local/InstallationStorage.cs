using Serverless.Sqlite;
using Serverless.Storage;
using Serverless.Storage.Azure;
using Serverless.Storage.Folders;
using Serverless.Storage.Sqlite;

namespace Serverless.Local;

/// <summary>Where an installation's rows and blobs are: in its data folder, or in a storage account.</summary>
internal sealed class InstallationStorage
{
    private readonly SqliteTableStore own;

    private InstallationStorage(SqliteTableStore own, string folderId, DataFolder data, AzureStorageAccount? account)
    {
        this.own = own;
        FolderId = folderId;
        Account = account;
        Tables = account is null ? own : account.Tables;
        Blobs = account is null ? new FolderBlobStore(data.Blobs) : account.Blobs;
    }

    /// <summary>Tells the data folder from others.</summary>
    public string FolderId { get; }

    /// <summary>The account; null for the data folder's own.</summary>
    public AzureStorageAccount? Account { get; }

    public ITableStore Tables { get; }

    public IBlobStore Blobs { get; }

    /// <summary>Opens what is asked for, where the folder began with nothing else. The folder is not bound to it yet.</summary>
    /// <exception cref="StartupException">The folder began with another storage, or the account cannot be used.</exception>
    public static async Task<InstallationStorage> OpenAsync(DataFolder data, SqliteDatabase database, StorageConnection? storage, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellation)
    {
        var account = storage is null ? null : await storage.OpenAsync(time, loggers, cancellation);
        var own = await SqliteTableStore.OpenAsync(database, cancellation);
        await StorageChoice.CheckAsync(own, account, data.Root, cancellation);
        return new InstallationStorage(own, await Local.FolderId.KeepAsync(own, cancellation), data, account);
    }

    /// <summary>Binds the folder to this storage. Only once nothing speaks against it, so that a typing error binds no folder.</summary>
    public Task KeepAsync(CancellationToken cancellation) => StorageChoice.KeepAsync(own, Account, cancellation);
}
