using System.Runtime.CompilerServices;
using System.Text.Json;
using Serverless.Durable;
using Serverless.Storage;

namespace Serverless.Payments;

/// <summary>How records are written into rows, and pages read as one sequence.</summary>
public static class Rows
{
    public static string Write<T>(T record) => JsonSerializer.Serialize(record, DurableJson.Options);

    /// <summary>The record of a row; records are immutable, so all who have the row share it.</summary>
    public static T Read<T>(TableRow row)
        where T : class
        => row.ReadAs(data => JsonSerializer.Deserialize<T>(data, DurableJson.Options))
            ?? throw new InvalidDataException($"Row '{row.RowKey}' of partition '{row.PartitionKey}' holds no {typeof(T).Name}.");

    /// <summary>The record, or null where there is no such row.</summary>
    public static async Task<T?> FindAsync<T>(this ITableStore tables, string table, string partition, string row, CancellationToken cancellation)
        where T : class
        => await tables.GetAsync(table, partition, row, cancellation) is { } found ? Read<T>(found) : null;

    /// <summary>Every row of a range, read page by page as it is consumed.</summary>
    public static IAsyncEnumerable<TableRow> ScanAsync(this ITableStore tables, string table, string partition, RowRange range, CancellationToken cancellation = default)
        => tables.ScanAsync(table, partition, range, TableLimits.PageRowsMax, cancellation);

    /// <summary>Every row of a table, by partition and then by row, read page by page as it is consumed; no snapshot.</summary>
    public static async IAsyncEnumerable<TableRow> ScanTableAsync(this ITableStore tables, string table, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        string? continuation = null;
        do
        {
            var page = await tables.QueryTableAsync(table, TableLimits.PageRowsMax, continuation, cancellation);
            foreach (var row in page.Rows)
            {
                yield return row;
            }

            continuation = page.Continuation;
        }
        while (continuation is not null);
    }

    /// <summary>The same of a partition in pages of a given size, for readers that may stop early.</summary>
    public static async IAsyncEnumerable<TableRow> ScanAsync(this ITableStore tables, string table, string partition, RowRange range, int pageRows, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        string? continuation = null;
        do
        {
            var page = await tables.QueryAsync(table, partition, range, pageRows, continuation, cancellation);
            foreach (var row in page.Rows)
            {
                yield return row;
            }

            continuation = page.Continuation;
        }
        while (continuation is not null);
    }
}
