using System.Runtime.CompilerServices;
using Serverless.Payments;
using Serverless.Payments.Moving;
using Serverless.Sqlite;
using Serverless.Storage;
using Serverless.Storage.Azure;
using Serverless.Storage.Folders;

namespace Serverless.Local.Moving;

/// <summary>The storage that an installation moves out of or into, with no host at work on it.</summary>
internal sealed class Premises : IHoldings, IAsyncDisposable
{
    private readonly DataFolder data;
    private readonly InstallationStorage storage;

    private Premises(DataFolder data, SqliteDatabase database, InstallationStorage storage)
    {
        this.data = data;
        this.storage = storage;
        Database = database;
        Tables = storage.Tables;
        Blobs = storage.Blobs;
        Kind = storage.Account is null ? "sqlite" : "storage account";
        Marks = new ImportMarks(Tables);
    }

    /// <summary>Which kind of storage it is, for people.</summary>
    public string Kind { get; }

    /// <summary>The data folder's own database, where its engine's histories are; its rows too, unless an account has them.</summary>
    public SqliteDatabase Database { get; }

    public ITableStore Tables { get; }

    public IBlobStore Blobs { get; }

    public ImportMarks Marks { get; }

    /// <summary>The data folder, for people.</summary>
    public string Root => data.Root;

    /// <summary>Tells the data folder from others.</summary>
    public string FolderId => storage.FolderId;

    /// <summary>Entries of the folders that are no regular files, and blobs under names that are none of ours; nobody takes them along.</summary>
    public async Task<IReadOnlyList<string>> LeftBehindAsync(CancellationToken cancellation)
    {
        List<string> left = [.. Holdings.Folders.SelectMany(folder => FolderFiles.Others(FolderOf(folder)).Where(name => Holdings.IsMoved(folder, name)).Select(name => $"{folder}/{name}"))];
        if (Blobs is AzureBlobStore account)
        {
            foreach (var container in Holdings.Containers)
            {
                await foreach (var name in account.ListForeignAsync(container, cancellation))
                {
                    left.Add($"container {container}: {name}");
                }
            }
        }

        return left;
    }

    /// <summary>Opens what stands in a data folder, and in the account that its rows and blobs are in; an empty folder is made where it is missing.</summary>
    /// <exception cref="DatabaseInUseException">A host, or another move, is at work on it.</exception>
    /// <exception cref="StartupException">The folder began with another storage, or the account cannot be used.</exception>
    public static async Task<Premises> OpenAsync(DataFolder data, StorageConnection? storage, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellation)
    {
        var database = SqliteDatabase.Open(new SqliteDatabaseOptions(data.Database), loggers);
        try
        {
            return new Premises(data, database, await InstallationStorage.OpenAsync(data, database, storage, time, loggers, cancellation));
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Binds the folder to its storage: rows and files of one installation.</summary>
    public Task KeepAsync(CancellationToken cancellation) => storage.KeepAsync(cancellation);

    /// <exception cref="MovingException">The rows are in an account, and their host's files in another data folder.</exception>
    public Task CheckWholeAsync(CancellationToken cancellation) => AccountHost.CheckWholeAsync(storage, data, cancellation);

    /// <exception cref="MovingException">The rows would go into an account that a host with another data folder has.</exception>
    public Task CheckFreeAsync(CancellationToken cancellation) => AccountHost.CheckFreeAsync(storage, data, cancellation);

    public async IAsyncEnumerable<TableRow> RowsAsync(string table, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in Tables.ScanTableAsync(table, cancellation))
        {
            // How this storage came by its rows, and who works on it, is no part of the installation.
            if (table != Payments.Tables.Settings || row.PartitionKey is not (ImportMarks.Partition or HostMarks.Partition))
            {
                yield return row;
            }
        }
    }

    public async IAsyncEnumerable<Piece> BlobsAsync(string container, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var name in Blobs.ListAsync(container, cancellation: cancellation))
        {
            yield return new Piece(name, async stop => new MemoryStream(await Blobs.GetAsync(container, name, stop) ?? throw new IOException($"The blob '{name}' in '{container}' is gone."), writable: false));
        }
    }

    public IAsyncEnumerable<Piece> FilesAsync(string folder, CancellationToken cancellation) => FolderFiles.Regular(FolderOf(folder)).Where(file => Holdings.IsMoved(folder, file.Name)).ToAsyncEnumerable();

    /// <summary>Where a file of the folder stands, or is to stand.</summary>
    public string PathOf(string folder, string name) => Path.Combine([FolderOf(folder), .. name.Split('/')]);

    /// <summary>Makes durable which files the folders have.</summary>
    public void FlushFolders()
    {
        FolderSync.Flush(data.Root);
        foreach (var folder in Holdings.Folders)
        {
            FolderFiles.Flush(FolderOf(folder));
        }
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private string FolderOf(string folder) => Path.Combine(data.Root, folder);
}
