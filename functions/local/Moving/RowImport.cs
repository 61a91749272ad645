using System.Runtime.CompilerServices;
using Serverless.Storage;

namespace Serverless.Local.Moving;

/// <summary>Writes the rows of a table by inserts alone: what stands already must be the same, so that an import can be repeated and overwrites nothing.</summary>
internal sealed class RowImport(ITableStore tables, string table, Progress progress)
{
    /// <summary>Transactions on their way at one time; they share the flushes of the disk, or the way to the storage.</summary>
    private const int TransactionsAtOnce = 16;

    /// <summary>Attempts at one transaction, for two imports of the same export at one time.</summary>
    private const int AttemptsMax = 5;

    private long written;

    /// <param name="rows">In the order of partitions.</param>
    /// <param name="cancellation">Breaks off; what is written stands.</param>
    /// <exception cref="MovingException">A row stands there with other data; the message names it.</exception>
    public Task RunAsync(IAsyncEnumerable<TableRow> rows, CancellationToken cancellation)
        => Parallel.ForEachAsync(TransactionsAsync(rows, cancellation), new ParallelOptions { MaxDegreeOfParallelism = TransactionsAtOnce, CancellationToken = cancellation }, async (transaction, stop) =>
        {
            await PutAsync(transaction, stop);
            progress.Step($"{table} written", Interlocked.Add(ref written, transaction.Count));
        });

    /// <summary>Cuts the rows into what one transaction takes: of one partition, and neither too many nor too large.</summary>
    private static async IAsyncEnumerable<IReadOnlyList<TableRow>> TransactionsAsync(IAsyncEnumerable<TableRow> rows, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var gathered = new List<TableRow>();
        var chars = 0;
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            var isFull = gathered.Count == TableLimits.TransactionRowsMax || chars + row.Data.Length > TableLimits.TransactionCharsMax;
            if (gathered.Count > 0 && (isFull || gathered[0].PartitionKey != row.PartitionKey))
            {
                yield return gathered;
                (gathered, chars) = ([], 0);
            }

            gathered.Add(row);
            chars += row.Data.Length;
        }

        if (gathered.Count > 0)
        {
            yield return gathered;
        }
    }

    private async Task PutAsync(IReadOnlyList<TableRow> rows, CancellationToken cancellation)
    {
        var missing = rows;
        for (var attempt = 1; missing.Count > 0; attempt++)
        {
            try
            {
                await tables.SubmitAsync(table, rows[0].PartitionKey, [.. missing.Select(row => TableOperation.Insert(row.RowKey, row.Data))], cancellation);
                return;
            }
            catch (TableConflictException) when (attempt < AttemptsMax)
            {
                // An import that was broken off wrote some of them.
                missing = await MissingAsync(missing, cancellation);
            }
        }
    }

    private async Task<IReadOnlyList<TableRow>> MissingAsync(IReadOnlyList<TableRow> rows, CancellationToken cancellation)
    {
        var missing = new List<TableRow>();
        foreach (var row in rows)
        {
            var standing = await tables.GetAsync(table, row.PartitionKey, row.RowKey, cancellation);
            if (standing is null)
            {
                missing.Add(row);
            }
            else if (standing.Data != row.Data)
            {
                throw new MovingException($"Row '{row.RowKey}' of partition '{row.PartitionKey}' in table '{table}' stands there with other data than the export has. Nothing is overwritten: somebody else wrote there. Import into an empty storage.");
            }
        }

        return missing;
    }
}
