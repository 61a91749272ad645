namespace Serverless.Storage;

/// <summary>A place among all rows of a table, in the order of partition key and then row key.</summary>
internal readonly record struct TablePosition(string PartitionKey, string RowKey)
{
    /// <summary>No key has it, so that it parts the two.</summary>
    private const char Separator = '/';

    /// <summary>Before every row.</summary>
    public static TablePosition Start => new(string.Empty, string.Empty);

    public static TablePosition Of(TableRow row) => new(row.PartitionKey, row.RowKey);

    /// <summary>Where a page ended; before every row where there was none.</summary>
    /// <exception cref="ArgumentException">No query of a whole table answered it.</exception>
    public static TablePosition Parse(string? continuation)
    {
        if (continuation is null)
        {
            return Start;
        }

        var parts = continuation.Split(Separator);
        return parts.Length == 2
            ? new TablePosition(parts[0], parts[1])
            : throw new ArgumentException("The continuation is not one that a query of a whole table answered.", nameof(continuation));
    }

    /// <summary>As a continuation.</summary>
    public override string ToString() => $"{PartitionKey}{Separator}{RowKey}";
}
