using Serverless.Sqlite;

namespace Serverless.Storage.Sqlite;

/// <summary>The SQL of the table port. The default collation compares bytes, which is ordinal order for ASCII keys.</summary>
internal static class SqliteTableSchema
{
    /// <summary>Greater than every key, because keys are printable ASCII.</summary>
    public const string BehindEveryKey = "\u007F";

    public const string Get =
        "SELECT etag, data FROM table_rows WHERE table_name = $1 AND partition_key = $2 AND row_key = $3";

    public const string Range =
        "SELECT row_key, etag, data FROM table_rows WHERE table_name = $1 AND partition_key = $2 AND row_key >= $3 AND row_key < $4 ORDER BY row_key LIMIT $5";

    public const string WholeTable =
        "SELECT partition_key, row_key, etag, data FROM table_rows WHERE table_name = $1 AND (partition_key, row_key) > ($2, $3) ORDER BY partition_key, row_key LIMIT $4";

    public const string Insert =
        "INSERT INTO table_rows (table_name, partition_key, row_key, etag, data) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";

    public const string Upsert =
        "INSERT INTO table_rows (table_name, partition_key, row_key, etag, data) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO UPDATE SET etag = excluded.etag, data = excluded.data";

    public const string Update =
        "UPDATE table_rows SET etag = $4, data = $5 WHERE table_name = $1 AND partition_key = $2 AND row_key = $3 AND etag = $6";

    public const string Delete =
        "DELETE FROM table_rows WHERE table_name = $1 AND partition_key = $2 AND row_key = $3";

    public const string DeleteUnchanged = Delete + " AND etag = $4";

    public const string Exists =
        "SELECT 1 FROM table_rows WHERE table_name = $1 AND partition_key = $2 AND row_key = $3";

    /// <summary>Makes what is missing and counts this opening (see <see cref="ETagSequence"/>).</summary>
    /// <remarks>
    /// The rows stand in the order of their insertion, and the primary key is an index: so the rows of a transaction,
    /// and of a group, share pages, where a table ordered by its key (WITHOUT ROWID) would write a page for each. That
    /// halved the transactions per second.
    /// </remarks>
    /// <returns>Which opening of the database this is, from 1.</returns>
    public static long Prepare(SqliteSession session)
    {
        session.Execute("""
            CREATE TABLE IF NOT EXISTS table_rows (
                table_name TEXT NOT NULL,
                partition_key TEXT NOT NULL,
                row_key TEXT NOT NULL,
                etag INTEGER NOT NULL,
                data TEXT NOT NULL,
                PRIMARY KEY (table_name, partition_key, row_key)
            ) STRICT
            """);
        session.Execute("CREATE TABLE IF NOT EXISTS table_openings (id INTEGER PRIMARY KEY CHECK (id = 1), count INTEGER NOT NULL) STRICT");
        session.Execute("INSERT INTO table_openings (id, count) VALUES (1, 1) ON CONFLICT DO UPDATE SET count = count + 1");
        return (long)session.Scalar("SELECT count FROM table_openings")!;
    }
}
