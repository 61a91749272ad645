using Serverless.Payments.Caps;
using Serverless.Storage;
using Serverless.Storage.Azure;
using Serverless.Storage.Sqlite;

namespace Serverless.Local;

/// <summary>
/// A data folder keeps to the storage that it began with: the histories of its engine tell of payments that are there
/// and nowhere else. The choice stands in the folder's own database, beside these histories.
/// </summary>
internal static class StorageChoice
{
    /// <summary>In the folder's own database whatever the storage, so that it never moves.</summary>
    public const string Table = "installation";

    private const string Partition = "storage";
    private const string Row = "kept";
    private const string Own = "own";

    /// <param name="database">The tables of the folder itself, whatever storage is asked for.</param>
    /// <param name="account">The storage account asked for; null for the folder's own tables and blobs.</param>
    /// <param name="folder">The data folder.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="StartupException">The folder began with another storage.</exception>
    public static async Task CheckAsync(SqliteTableStore database, AzureStorageAccount? account, string folder, CancellationToken cancellation)
    {
        var asked = TextOf(account);
        var kept = (await database.GetAsync(Table, Partition, Row, cancellation))?.Data ?? await EarlierAsync(database, cancellation);
        if (kept is not null && kept != asked)
        {
            throw new StartupException($"The data folder '{folder}' began with {Describe(kept)}, and this start asks for {Describe(asked)}, where nothing of it is known. Go on with the former, or move: 'export' from this folder and 'import' into a new one with the other storage.");
        }
    }

    /// <summary>Remembers what was asked for, once nothing speaks against it.</summary>
    public static Task KeepAsync(SqliteTableStore database, AzureStorageAccount? account, CancellationToken cancellation)
        => database.SubmitAsync(Table, Partition, [TableOperation.Upsert(Row, TextOf(account))], cancellation);

    /// <summary>Both addresses: tables of one account with blobs of another are another storage.</summary>
    private static string TextOf(AzureStorageAccount? account) => account is null ? Own : $"{account.TablesUri} {account.BlobsUri}";

    /// <summary>A folder from before there was a choice has tables of its own, with settings in them.</summary>
    private static async Task<string?> EarlierAsync(SqliteTableStore database, CancellationToken cancellation)
        => await CapsChoice.IsKeptAsync(database, cancellation) ? Own : null;

    private static string Describe(string storage) => storage == Own ? "its own tables and blobs (no --storage)" : $"the storage account {storage} (--storage)";
}
