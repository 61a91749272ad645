using Serverless.Storage;
using Serverless.Storage.Sqlite;

namespace Serverless.Local;

/// <summary>Tells one data folder from another, wherever it is moved to; a copy of the folder counts as the folder.</summary>
internal static class FolderId
{
    private const string Partition = "folder";
    private const string Row = "id";

    /// <summary>The id, which the folder gets when it is first opened.</summary>
    /// <param name="database">The tables of the folder itself, which this process has the lock of.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<string> KeepAsync(SqliteTableStore database, CancellationToken cancellation)
    {
        if (await database.GetAsync(StorageChoice.Table, Partition, Row, cancellation) is { } kept)
        {
            return kept.Data;
        }

        var id = Guid.NewGuid().ToString();
        await database.SubmitAsync(StorageChoice.Table, Partition, [TableOperation.Insert(Row, id)], cancellation);
        return id;
    }
}
