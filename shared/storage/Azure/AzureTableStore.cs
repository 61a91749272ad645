using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;

namespace Serverless.Storage.Azure;

/// <summary>The table port over Azure Tables.</summary>
/// <remarks>
/// <para><b>What is tried again</b>, within the limits of <see cref="AzureStorageOptions"/>: 408, 429, 500, 502, 503, 504,
/// a connection that breaks, an answer that does not come in time, a table that is just being deleted. Retry-After is
/// obeyed. After that it is a <see cref="StorageUnavailableException"/>.</para>
/// <para><b>What is deduplicated.</b> An answer can get lost after its transaction was committed. Each submission has a
/// random id, which stands in every row that it writes. Once an attempt may have reached the service, the rows are read
/// before the next one, and again where that one meets a conflict: where any of them bears the id, the transaction was
/// committed (it is all or nothing) and the call succeeds. A row of it that somebody has rewritten since is answered with
/// an ETag that matches nothing, which is what the true one has become.</para>
/// <para><b>What cannot be known.</b> Where others have rewritten or deleted every row of the submission between the lost
/// answer and the next attempt, no trace is left: conditions are answered as conflicts and upserts are written again.
/// Upserts without any condition beside them may also be written twice where a request outlives its connection; the ETag
/// answered is a stale one then. Deletes alone leave no trace at all: after a lost answer they count as done where every row is gone. So a row is
/// claimed by inserting or updating one, never by deleting it.</para>
/// <para>A table is made by the first write that misses it, and never by a read: a missing table reads as empty. Nothing is
/// remembered about it, so that one which somebody deletes is made again.</para>
/// </remarks>
public sealed class AzureTableStore : ITableStore
{
    /// <summary>Pages of the service without a row that are followed for one page of ours; ranges of its own order meet next to none.</summary>
    private const int EmptyPagesMax = 100;

    private readonly ConcurrentDictionary<string, TableClient> clients = new(StringComparer.Ordinal);
    private readonly TableServiceClient service;
    private readonly AzureRetry retry;

    /// <param name="service">Its own retries are off.</param>
    /// <param name="retry">Tries again instead.</param>
    internal AzureTableStore(TableServiceClient service, AzureRetry retry)
    {
        this.service = service;
        this.retry = retry;
    }

    public Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellation = default)
    {
        TableLimits.CheckTable(table);
        TableLimits.CheckKey(partitionKey);
        TableLimits.CheckKey(rowKey);
        var client = ClientOf(table);
        return retry.RunAsync("read a row", async attempt =>
        {
            var found = await client.GetEntityIfExistsAsync<TableEntity>(partitionKey, rowKey, cancellationToken: attempt.Cancellation);
            return found.HasValue ? RowEntity.Read(found.Value!) : null;
        }, cancellation);
    }

    public async Task<TablePage> QueryAsync(string table, string partitionKey, RowRange range, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default)
    {
        TableLimits.CheckTable(table);
        TableLimits.CheckKey(partitionKey);
        TableLimits.CheckTop(top);

        // Ours is the last key answered, not the service's continuation: that one is the next key as of then, and
        // would pass over what is inserted before it.
        if (RowFilter.Of(partitionKey, range, continuation) is not { } filter)
        {
            cancellation.ThrowIfCancellationRequested();
            return new TablePage([], null);
        }

        var page = await ReadSomeAsync(table, filter, top, cancellation);
        return page with { Continuation = page.Continuation is null ? null : page.Rows[^1].RowKey };
    }

    /// <summary>Rows of every partition, ordered by partition key and then row key (ordinal), a page at a time; not a snapshot.</summary>
    /// <param name="table">The table.</param>
    /// <param name="top">At most this many rows, 1 to <see cref="TableLimits.PageRowsMax"/>.</param>
    /// <param name="continuation">What the page before answered, or null for the first.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<TablePage> QueryTableAsync(string table, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default)
    {
        TableLimits.CheckTable(table);
        TableLimits.CheckTop(top);
        if (continuation is null)
        {
            return WholeTablePage(await ReadSomeAsync(table, filter: null, top, cancellation));
        }

        // First what is left of the partition that the page before ended in, then those behind it: two ranges of the
        // service's own order, while one condition for both would make it scan the table from its start.
        var (partitionKey, rowKey) = WholeTableKey(continuation);
        var rest = await ReadSomeAsync(table, TableClient.CreateQueryFilter($"PartitionKey eq {partitionKey} and RowKey gt {rowKey}"), top, cancellation);
        if (rest.Continuation is not null || rest.Rows.Count == top)
        {
            return WholeTablePage(rest with { Continuation = continuation });
        }

        var behind = await ReadSomeAsync(table, TableClient.CreateQueryFilter($"PartitionKey gt {partitionKey}"), top - rest.Rows.Count, cancellation);
        return WholeTablePage(behind with { Rows = [.. rest.Rows, .. behind.Rows] });
    }

    public Task<IReadOnlyList<string?>> SubmitAsync(string table, string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellation = default)
    {
        TableLimits.CheckTable(table);
        TableLimits.CheckKey(partitionKey);
        TableLimits.CheckTransaction(operations);
        var submission = new AzureSubmission(ClientOf(table), table, partitionKey, operations);
        return retry.RunAsync("write rows", submission.RunAsync, cancellation);
    }

    /// <summary>A page goes on behind its last row, so that nothing that is written there before is passed over.</summary>
    private static TablePage WholeTablePage(TablePage page)
        => page with { Continuation = page.Continuation is null ? null : $"{page.Rows[^1].PartitionKey}\n{page.Rows[^1].RowKey}" };

    /// <exception cref="ArgumentException">It is none of ours.</exception>
    private static (string PartitionKey, string RowKey) WholeTableKey(string continuation)
        => continuation.Split('\n') is [var partitionKey, var rowKey] ? (partitionKey, rowKey) : throw new ArgumentException("The continuation is none that this store answered.", nameof(continuation));

    /// <summary>A page of the service with rows in it, or the last one. Its continuation is the service's.</summary>
    private async Task<TablePage> ReadSomeAsync(string table, string? filter, int top, CancellationToken cancellation)
    {
        string? onward = null;
        for (var pages = 0; pages < EmptyPagesMax; pages++)
        {
            var page = await ReadPageAsync(table, filter, top, onward, cancellation);
            if (page.Rows.Count > 0 || page.Continuation is null)
            {
                return page;
            }

            onward = page.Continuation;
        }

        throw new InvalidDataException($"The service answered {EmptyPagesMax} pages without a row and promised more, for table '{table}'. Look at the state of the storage account.");
    }

    private Task<TablePage> ReadPageAsync(string table, string? filter, int top, string? continuation, CancellationToken cancellation)
    {
        var client = ClientOf(table);
        return retry.RunAsync("read rows", async attempt =>
        {
            try
            {
                var pages = client.QueryAsync<TableEntity>(filter, maxPerPage: top, cancellationToken: attempt.Cancellation).AsPages(continuation);
                await foreach (var page in pages.WithCancellation(attempt.Cancellation))
                {
                    return new TablePage([.. page.Values.Select(RowEntity.Read)], page.ContinuationToken);
                }
            }
            catch (RequestFailedException refused) when (refused.ErrorCode == AzureCodes.TableNotFound)
            {
                // Nothing was ever written there.
            }

            return new TablePage([], null);
        }, cancellation);
    }

    private TableClient ClientOf(string table) => clients.GetOrAdd(table, static (name, service) => service.GetTableClient(name), service);
}
