namespace Serverless.Storage;

/// <summary>One row's change within a transaction.</summary>
public abstract record TableOperation(string RowKey)
{
    /// <summary>Refused where the row exists.</summary>
    public static TableOperation Insert(string rowKey, string data) => new InsertRow(rowKey, data);

    /// <summary>Refused where the row does not exist or has another ETag.</summary>
    public static TableOperation Update(string rowKey, string data, string etag) => new UpdateRow(rowKey, data, etag);

    /// <summary>Insert or replace, whatever stands there.</summary>
    public static TableOperation Upsert(string rowKey, string data) => new UpsertRow(rowKey, data);

    /// <summary>Refused where the row does not exist or has another ETag; any ETag where none is given.</summary>
    public static TableOperation Delete(string rowKey, string? etag = null) => new DeleteRow(rowKey, etag);
}

public sealed record InsertRow(string RowKey, string Data) : TableOperation(RowKey);

public sealed record UpdateRow(string RowKey, string Data, string ETag) : TableOperation(RowKey);

public sealed record UpsertRow(string RowKey, string Data) : TableOperation(RowKey);

public sealed record DeleteRow(string RowKey, string? ETag) : TableOperation(RowKey);
