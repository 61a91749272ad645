using Serverless.Web.Idempotency;

namespace Serverless.Local.Moving;

/// <summary>Where an installation keeps what it has; all of it moves, but for what is named as staying.</summary>
internal static class Holdings
{
    /// <summary>Kept answers move too, so that a request repeated after the move is not done twice.</summary>
    public static IReadOnlyList<string> Tables { get; } = [.. Payments.Tables.All, IdempotencyRecords.Table];

    public static IReadOnlyList<string> Containers { get; } = [.. Payments.Containers.All, IdempotencyRecords.Container];

    /// <summary>
    /// Folders of the data folder beside database and blobs: what CAPS and SMART were sent and answered, files dropped and on their way,
    /// files done with their reports, and mails.
    /// </summary>
    public static IReadOnlyList<string> Folders { get; } = ["caps", "done", "inbox", "mail", "rejected", "smart", "taking"];

    /// <summary>
    /// Folders that stay: blobs move by the blob store, and what is in <c>keys/</c> are secrets that a host makes anew. What
    /// an installation cannot do without is a row of the settings.
    /// </summary>
    public static IReadOnlyList<string> FoldersLeft { get; } = ["blobs", "keys"];
}
