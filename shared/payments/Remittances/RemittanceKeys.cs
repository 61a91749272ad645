using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Serverless.Payments.Remittances;

/// <summary>
/// The keys of the table of remittances: a partition per session with its queue and journal; beside them the batch numbers, the checks that came in files,
/// the list of all sessions, those of each user, those being posted, and which one a user has saved.
/// </summary>
public static class RemittanceKeys
{
    /// <summary>The session itself.</summary>
    public const string Session = "session";

    public const string QueuePrefix = "q|";

    public const string JournalPrefix = "j|";

    /// <summary>The partition with the last batch number, and the number of each session.</summary>
    public const string NumbersPartition = "numbers";

    /// <summary>The partition with a row for each session, by the time of its making.</summary>
    public const string ListPartition = "list";

    /// <summary>The partition with a row for each posting that is under way.</summary>
    public const string PostingPartition = "posting";

    /// <summary>The partition with a row per user: the session that is saved, or was and is not finished.</summary>
    public const string SavedPartition = "saved";

    /// <summary>The partition with a row for each check or transfer that came in a file: the session that holds it.</summary>
    public const string TracesPartition = "traces";

    private const string IdPrefix = "rm-";
    private const int HashChars = 24;
    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    /// <summary>The same for the same request, so that a repeated one makes nothing twice.</summary>
    public static string IdOf(string requestId) => IdPrefix + Hash($"remittance|{requestId}");

    public static bool IsId(string? text)
        => text?.Length == IdPrefix.Length + HashChars && text.StartsWith(IdPrefix, StringComparison.Ordinal) && text.AsSpan(IdPrefix.Length).IndexOfAnyExcept(LowerHex) < 0;

    /// <summary>Users are named as they like, and keys are not.</summary>
    public static string User(string user) => Hash($"user|{user}");

    /// <summary>The partition with a row for each of the user's sessions.</summary>
    public static string UserPartition(string user) => $"user-{User(user)}";

    public static string SheetPrefix(int sheet) => $"{QueuePrefix}{Number(sheet)}|";

    public static string Queued(int sheet, string invoice) => SheetPrefix(sheet) + invoice;

    /// <summary>A payer uses the number of a check once, so that both tell it from all others.</summary>
    public static string Trace(string payer, string refNo) => Hash($"trace|{payer.ToUpperInvariant()}\n{refNo.ToUpperInvariant()}");

    /// <summary>That a request was carried out.</summary>
    public static string Done(string requestId) => $"d|{requestId}";

    /// <param name="check">The check whose postings are booked.</param>
    public static string Journal(int check) => JournalPrefix + Number(check);

    public static string Posting(string id, int attempt) => string.Create(CultureInfo.InvariantCulture, $"{id}|{attempt}");

    public static string Listed(DateTimeOffset createdAt, string id) => $"{createdAt.UtcTicks.ToString("D19", CultureInfo.InvariantCulture)}|{id}";

    /// <summary>The session of a row of a list, or of one that is being posted.</summary>
    public static string IdOfListed(string row) => row[(row.IndexOf('|', StringComparison.Ordinal) + 1)..];

    public static string IdOfPosting(string row) => row[..row.IndexOf('|', StringComparison.Ordinal)];

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashChars];

    private static string Number(int number) => number.ToString("D6", CultureInfo.InvariantCulture);
}
