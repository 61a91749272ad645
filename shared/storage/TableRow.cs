namespace Serverless.Storage;

/// <param name="PartitionKey">The partition that the row belongs to.</param>
/// <param name="RowKey">The row's key within its partition.</param>
/// <param name="ETag">Changes with every write of the row; opaque.</param>
/// <param name="Data">The payload, by custom JSON.</param>
public sealed record TableRow(string PartitionKey, string RowKey, string ETag, string Data)
{
    private readonly Memory memory = new();

    private TableRow(TableRow other)
    {
        // A copy is made to be changed, so it does not share what was read from the original.
        (PartitionKey, RowKey, ETag, Data) = other;
        memory = new Memory();
    }

    /// <summary>The payload as an object; read once for all who are handed the same row, so it must be immutable.</summary>
    public T? ReadAs<T>(Func<string, T?> read)
        where T : class
    {
        if (memory.Value is T known)
        {
            return known;
        }

        var value = read(Data);
        memory.Value = value;
        return value;
    }

    /// <summary>No part of the row's value.</summary>
    private sealed class Memory
    {
        public object? Value { get; set; }

        public override bool Equals(object? obj) => obj is Memory;

        public override int GetHashCode() => 0;
    }
}
