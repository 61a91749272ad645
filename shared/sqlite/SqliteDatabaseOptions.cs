namespace Serverless.Sqlite;

/// <param name="Path">The database file; its folder is made where it is missing.</param>
public sealed record SqliteDatabaseOptions(string Path)
{
    /// <summary>Operations that may wait for the writer; a caller beyond it waits (back-pressure).</summary>
    public int QueueMax { get; init; } = 4_096;

    /// <summary>Operations in one commit, so that no caller waits behind an endless group.</summary>
    public int GroupMax { get; init; } = 512;

    /// <summary>Connections that read at the same time.</summary>
    public int ReadersMax { get; init; } = 8;
}
