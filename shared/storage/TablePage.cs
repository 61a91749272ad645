namespace Serverless.Storage;

/// <param name="Rows">The rows, in ordinal order of their keys.</param>
/// <param name="Continuation">What asks for the next page, or null where this is the last; opaque.</param>
public sealed record TablePage(IReadOnlyList<TableRow> Rows, string? Continuation);
