namespace Serverless.Storage;

/// <summary>
/// The one table port, with the semantics of Azure Tables: a row has a partition key, a row key, an ETag and a
/// payload; rows of one partition of one table change together in one transaction; a query is a range of row
/// keys within a partition, in ordinal order.
/// </summary>
/// <remarks>
/// Names of tables, keys and payload sizes are checked alike by every adapter (<see cref="TableLimits"/>), so that
/// what works on one machine works in Azure. Every write that has returned is durable.
/// </remarks>
public interface ITableStore
{
    /// <summary>The row, or null.</summary>
    Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellation = default);

    /// <summary>Rows with <c>range.From &lt;= rowKey &lt; range.Before</c> in ordinal order, a page at a time.</summary>
    /// <param name="table">The table.</param>
    /// <param name="partitionKey">The partition.</param>
    /// <param name="range">Which row keys.</param>
    /// <param name="top">At most this many rows, 1 to <see cref="TableLimits.PageRowsMax"/>.</param>
    /// <param name="continuation">What the page before answered, or null for the first.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<TablePage> QueryAsync(string table, string partitionKey, RowRange range, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default);

    /// <summary>
    /// Rows of every partition, ordered by partition key and then row key (ordinal), a page at a time. Not a snapshot: what
    /// is written meanwhile may be missing.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="top">At most this many rows, 1 to <see cref="TableLimits.PageRowsMax"/>.</param>
    /// <param name="continuation">What the page before answered, or null for the first.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<TablePage> QueryTableAsync(string table, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default);

    /// <summary>
    /// All operations or none, in one partition, each row named once. Answers the new ETags in the order of the
    /// operations (null for deletes).
    /// </summary>
    /// <exception cref="TableConflictException">A condition did not hold; it names the first such operation. Nothing was written.</exception>
    Task<IReadOnlyList<string?>> SubmitAsync(string table, string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellation = default);
}
