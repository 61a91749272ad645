using Serverless.Sqlite;

namespace Serverless.Storage.Sqlite;

/// <summary>
/// The table port over a SQLite database. A transaction is one member of the group commit, so many callers share
/// one flush of the disk and one caller's conflict leaves the others alone.
/// </summary>
public sealed class SqliteTableStore : ITableStore
{
    private readonly SqliteDatabase database;
    private readonly ETagSequence etags;

    private SqliteTableStore(SqliteDatabase database, ETagSequence etags)
    {
        this.database = database;
        this.etags = etags;
    }

    /// <summary>Makes the schema where it is missing. The database stays its owner's to dispose.</summary>
    public static async Task<SqliteTableStore> OpenAsync(SqliteDatabase database, CancellationToken cancellation = default)
        => new(database, new ETagSequence(await database.WriteAsync(SqliteTableSchema.Prepare, cancellation)));

    public Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellation = default)
    {
        TableLimits.CheckTable(table);
        TableLimits.CheckKey(partitionKey);
        TableLimits.CheckKey(rowKey);
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(database.Read(session =>
        {
            using var reader = session.Query(SqliteTableSchema.Get, table, partitionKey, rowKey);
            return reader.Read() ? new TableRow(partitionKey, rowKey, ETagSequence.Format(reader.GetInt64(0)), reader.GetString(1)) : null;
        }));
    }

    public Task<TablePage> QueryAsync(string table, string partitionKey, RowRange range, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default)
    {
        TableLimits.CheckTable(table);
        TableLimits.CheckKey(partitionKey);
        TableLimits.CheckTop(top);
        cancellation.ThrowIfCancellationRequested();
        var (from, before) = range.After(continuation);
        return Task.FromResult(database.Read(session => ReadPage(session, table, partitionKey, new RowRange(from ?? "", before ?? SqliteTableSchema.BehindEveryKey), top)));
    }

    public Task<TablePage> QueryTableAsync(string table, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default)
    {
        TableLimits.CheckTable(table);
        TableLimits.CheckTop(top);
        cancellation.ThrowIfCancellationRequested();
        var position = TablePosition.Parse(continuation);
        return Task.FromResult(database.Read(session => ReadTablePage(session, table, position, top)));
    }

    public async Task<IReadOnlyList<string?>> SubmitAsync(string table, string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellation = default)
    {
        TableLimits.CheckTable(table);
        TableLimits.CheckKey(partitionKey);
        TableLimits.CheckTransaction(operations);
        var submission = new TableSubmission(table, partitionKey, operations, etags);
        await database.EnqueueAsync(submission, cancellation);
        return await submission.Task;
    }

    private static TablePage ReadPage(SqliteSession session, string table, string partitionKey, RowRange range, int top)
    {
        // One row more than asked for tells whether there is a next page.
        var rows = new List<TableRow>();
        using var reader = session.Query(SqliteTableSchema.Range, table, partitionKey, range.From, range.Before, (long)top + 1);
        while (reader.Read())
        {
            if (rows.Count == top)
            {
                return new TablePage(rows, rows[^1].RowKey);
            }

            rows.Add(new TableRow(partitionKey, reader.GetString(0), ETagSequence.Format(reader.GetInt64(1)), reader.GetString(2)));
        }

        return new TablePage(rows, null);
    }

    private static TablePage ReadTablePage(SqliteSession session, string table, TablePosition position, int top)
    {
        // One row more than asked for tells whether there is a next page.
        var rows = new List<TableRow>();
        using var reader = session.Query(SqliteTableSchema.WholeTable, table, position.PartitionKey, position.RowKey, (long)top + 1);
        while (reader.Read())
        {
            if (rows.Count == top)
            {
                return new TablePage(rows, TablePosition.Of(rows[^1]).ToString());
            }

            rows.Add(new TableRow(reader.GetString(0), reader.GetString(1), ETagSequence.Format(reader.GetInt64(2)), reader.GetString(3)));
        }

        return new TablePage(rows, null);
    }
}
