using Serverless.Storage;

namespace Serverless.Payments.Codes;

/// <summary>An entry of a code table with the row that it stands in.</summary>
/// <param name="Item">The entry; where it was removed, as it was, so that its versions count on when it is made again.</param>
/// <param name="ETag">The row's; null where there is none.</param>
internal sealed record StoredValue(ValueItem Item, bool IsRemoved, string? ETag)
{
    public static StoredValue Of(TableRow row)
    {
        var data = Rows.Read<Data>(row);
        return new(data.Item, data.IsRemoved, row.ETag);
    }

    public static StoredValue BuiltIn(ValueItem item) => new(item, false, null);

    /// <summary>One that there never was.</summary>
    public static StoredValue New(string table, string code) => new(new ValueItem(table, ValueKeys.Fold(code), string.Empty) { Version = 0 }, true, null);

    /// <summary>Writes the entry over this one, refused where the row has changed since.</summary>
    public TableOperation Write(ValueItem after, bool isRemoved)
    {
        var data = Rows.Write(new Data(after, isRemoved));
        return ETag is { } etag ? TableOperation.Update(ValueKeys.Item(after.Code), data, etag) : TableOperation.Insert(ValueKeys.Item(after.Code), data);
    }

    private sealed record Data(ValueItem Item, bool IsRemoved);
}
