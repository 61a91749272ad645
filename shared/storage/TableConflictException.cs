namespace Serverless.Storage;

/// <summary>A transaction was refused whole, because the condition of one operation did not hold.</summary>
public sealed class TableConflictException(string table, string partitionKey, string rowKey, TableConflict conflict)
    : Exception($"Row '{rowKey}' of partition '{partitionKey}' in table '{table}': {Explain(conflict)} Nothing was written.")
{
    public string RowKey { get; } = rowKey;

    public TableConflict Conflict { get; } = conflict;

    private static string Explain(TableConflict conflict) => conflict switch
    {
        TableConflict.Exists => "it exists already.",
        TableConflict.Missing => "it does not exist.",
        TableConflict.Changed => "it changed since it was read.",
        _ => throw new ArgumentOutOfRangeException(nameof(conflict)),
    };
}

public enum TableConflict
{
    /// <summary>An insert found the row (409 in Azure Tables).</summary>
    Exists,

    /// <summary>An update or delete found no row (404).</summary>
    Missing,

    /// <summary>The ETag is another by now (412).</summary>
    Changed,
}
