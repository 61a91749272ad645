using Microsoft.Data.Sqlite;

namespace Serverless.Sqlite;

/// <summary>What must hold of the SQLite library and of every connection; asserted at each start.</summary>
public static class SqliteRequirements
{
    /// <summary>Older libraries can corrupt a database in WAL mode when a checkpoint races with a writer.</summary>
    public static Version VersionMin { get; } = new(3, 51, 3);

    /// <exception cref="InvalidOperationException">The library is too old.</exception>
    public static void CheckVersion(string serverVersion)
    {
        if (!Version.TryParse(serverVersion, out var version) || version < VersionMin)
        {
            throw new InvalidOperationException($"The SQLite library is {serverVersion}; it must be {VersionMin} or newer, because older ones can corrupt a database in WAL mode.");
        }
    }

    /// <exception cref="InvalidOperationException">The connection is not in WAL mode with synchronous=FULL.</exception>
    public static void CheckConnection(SqliteConnection connection)
    {
        var mode = Scalar(connection, "PRAGMA journal_mode");
        if (mode is not "wal")
        {
            throw new InvalidOperationException($"The database is in journal mode '{mode}', not 'wal'. A folder that is shared over a network cannot hold it.");
        }

        var synchronous = Scalar(connection, "PRAGMA synchronous");
        if (synchronous is not 2L)
        {
            throw new InvalidOperationException($"The connection has synchronous={synchronous}, not 2 (FULL); a commit would not be durable.");
        }
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
