using Serverless.Sqlite;

namespace Serverless.Durable.Embedded;

/// <summary>The engine's tables. Other parts of the product keep theirs in the same file.</summary>
internal static class Schema
{
    /// <summary>What this build reads and writes; another number in the database is refused.</summary>
    public const long Version = 1;

    private static readonly string[] Statements =
    [
        "CREATE TABLE IF NOT EXISTS durable_meta(key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",

        // The execution is the key, so that live rows lie together and a row of an earlier start is never updated.
        """
        CREATE TABLE IF NOT EXISTS durable_instances(
            execution INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, status INTEGER NOT NULL,
            open_work INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL, start_at INTEGER,
            parent_id TEXT, parent_execution INTEGER, parent_task INTEGER,
            input TEXT, output TEXT, custom_status TEXT, failure TEXT)
        """,
        "CREATE UNIQUE INDEX IF NOT EXISTS durable_instances_id ON durable_instances(id)",
        "CREATE INDEX IF NOT EXISTS durable_instances_open ON durable_instances(execution) WHERE open_work = 1",
        """
        CREATE TABLE IF NOT EXISTS durable_history(
            execution INTEGER NOT NULL, seq INTEGER NOT NULL, type INTEGER NOT NULL, task INTEGER NOT NULL,
            name TEXT, target TEXT, time INTEGER NOT NULL, payload TEXT, PRIMARY KEY(execution, seq)) WITHOUT ROWID
        """,
        """
        CREATE TABLE IF NOT EXISTS durable_inbox(
            id INTEGER PRIMARY KEY, instance TEXT NOT NULL, execution INTEGER NOT NULL, type INTEGER NOT NULL,
            task INTEGER NOT NULL, name TEXT, payload TEXT)
        """,
        "CREATE INDEX IF NOT EXISTS durable_inbox_instance ON durable_inbox(instance)",
        """
        CREATE TABLE IF NOT EXISTS durable_timers(
            execution INTEGER NOT NULL, task INTEGER NOT NULL, fire_at INTEGER NOT NULL, instance TEXT NOT NULL,
            PRIMARY KEY(execution, task)) WITHOUT ROWID
        """,
        "CREATE INDEX IF NOT EXISTS durable_timers_due ON durable_timers(fire_at, execution, task)",
        """
        CREATE TABLE IF NOT EXISTS durable_parked(
            id INTEGER PRIMARY KEY AUTOINCREMENT, instance TEXT NOT NULL, execution INTEGER NOT NULL,
            type INTEGER NOT NULL, task INTEGER NOT NULL, name TEXT, payload TEXT, error TEXT NOT NULL,
            attempts INTEGER NOT NULL, parked_at INTEGER NOT NULL)
        """,
        "CREATE INDEX IF NOT EXISTS durable_parked_execution ON durable_parked(execution)",
        "CREATE INDEX IF NOT EXISTS durable_parked_instance ON durable_parked(instance)",
    ];

    /// <summary>Creates what is missing and counts this start.</summary>
    /// <returns>The numbers that new executions and messages get.</returns>
    public static Numbers Prepare(SqliteSession session)
    {
        foreach (var statement in Statements)
        {
            session.Execute(statement);
        }

        session.Execute("INSERT OR IGNORE INTO durable_meta VALUES('version', $1), ('starts', 0)", Version);
        var version = (long)session.Scalar("SELECT value FROM durable_meta WHERE key = 'version'")!;
        if (version != Version)
        {
            throw new InvalidOperationException($"The engine's tables have version {version}; this build needs {Version}. Start the build that wrote them.");
        }

        session.Execute("UPDATE durable_meta SET value = value + 1 WHERE key = 'starts'");
        var starts = (long)session.Scalar("SELECT value FROM durable_meta WHERE key = 'starts'")!;
        return new Numbers(starts);
    }
}
