using Serverless.Payments.People;
using Serverless.Web.Idempotency;

namespace Serverless.Local.Moving;

/// <summary>Where an installation keeps what it has; all of it moves, but for what is named as staying.</summary>
internal static class Holdings
{
    private const string KeysFolder = "keys";

    /// <summary>Kept answers move too, so that a request repeated after the move is not done twice.</summary>
    public static IReadOnlyList<string> Tables { get; } = [.. Payments.Tables.All, IdempotencyRecords.Table];

    public static IReadOnlyList<string> Containers { get; } = [.. Payments.Containers.All, IdempotencyRecords.Container];

    /// <summary>
    /// Folders of the data folder beside database and blobs: what CAPS and SMART were sent and answered, files dropped and on their way,
    /// files done with their reports, mails, and of the keys those that Social Security numbers are kept under.
    /// </summary>
    public static IReadOnlyList<string> Folders { get; } = ["caps", "done", "inbox", KeysFolder, "mail", "rejected", "smart", "taking"];

    /// <summary>Folders that stay: blobs move by the blob store.</summary>
    public static IReadOnlyList<string> FoldersLeft { get; } = ["blobs"];

    /// <summary>Whether a file of one of the folders moves. The secrets in <c>keys/</c> that a host makes anew stay, and the keys without which numbers would not open go along.</summary>
    public static bool IsMoved(string folder, string name) => folder != KeysFolder || name == SsnKeyFile.Name;
}
