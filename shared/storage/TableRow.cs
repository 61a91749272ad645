namespace Serverless.Storage;

/// <param name="PartitionKey">The partition that the row belongs to.</param>
/// <param name="RowKey">The row's key within its partition.</param>
/// <param name="ETag">Changes with every write of the row; opaque.</param>
/// <param name="Data">The payload, by custom JSON.</param>
public sealed record TableRow(string PartitionKey, string RowKey, string ETag, string Data);
