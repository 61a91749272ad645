using System.Diagnostics;
using Serverless.Sqlite;

namespace Serverless.Storage.Sqlite;

/// <summary>One transaction of the table port, as a member of the group commit.</summary>
internal sealed class TableSubmission(string table, string partitionKey, IReadOnlyList<TableOperation> operations, ETagSequence sequence) : WriteOperation
{
    private readonly TaskCompletionSource<IReadOnlyList<string?>> settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string?[] etags = new string?[operations.Count];

    /// <summary>The new ETags, once the group is on disk.</summary>
    public Task<IReadOnlyList<string?>> Task => settled.Task;

    protected override void Execute(SqliteSession session)
    {
        for (var index = 0; index < etags.Length; index++)
        {
            etags[index] = Apply(session, operations[index]);
        }
    }

    protected override void Committed() => settled.SetResult(etags);

    protected override void Failed(Exception exception) => settled.SetException(exception);

    private string? Apply(SqliteSession session, TableOperation operation)
    {
        // The condition is part of the statement; only where it changed nothing is the reason looked up.
        var etag = operation is DeleteRow ? 0 : sequence.Next();
        var changed = operation switch
        {
            InsertRow insert => session.Execute(SqliteTableSchema.Insert, table, partitionKey, insert.RowKey, etag, insert.Data),
            UpsertRow upsert => session.Execute(SqliteTableSchema.Upsert, table, partitionKey, upsert.RowKey, etag, upsert.Data),
            UpdateRow update => session.Execute(SqliteTableSchema.Update, table, partitionKey, update.RowKey, etag, update.Data, ETagSequence.Parse(update.ETag)),
            DeleteRow { ETag: null } => session.Execute(SqliteTableSchema.Delete, table, partitionKey, operation.RowKey),
            DeleteRow delete => session.Execute(SqliteTableSchema.DeleteUnchanged, table, partitionKey, delete.RowKey, ETagSequence.Parse(delete.ETag)),
            _ => throw new UnreachableException($"Unknown operation {operation.GetType().Name}."),
        };
        return changed switch
        {
            1 => operation is DeleteRow ? null : ETagSequence.Format(etag),
            0 => throw new TableConflictException(table, partitionKey, operation.RowKey, ConflictOf(session, operation)),
            _ => throw new UnreachableException($"One row was meant and {changed} changed."),
        };
    }

    private TableConflict ConflictOf(SqliteSession session, TableOperation operation)
    {
        if (operation is InsertRow)
        {
            return TableConflict.Exists;
        }

        return session.Scalar(SqliteTableSchema.Exists, table, partitionKey, operation.RowKey) is null ? TableConflict.Missing : TableConflict.Changed;
    }
}
