using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Serverless.Payments.MassPayments;

/// <summary>The ids of mass payments and of what they create, and the row keys within a mass payment's partition.</summary>
public static class MassPaymentKeys
{
    /// <summary>The page itself.</summary>
    public const string Page = "page";

    public const string EntryPrefix = "e|";

    public const string RequestPrefix = "r|";

    public const string JournalPrefix = "j|";

    /// <summary>The partition with a row for each mass payment, by the time of its making.</summary>
    public const string ListPartition = "list";

    /// <summary>The partition with a row for each approval that is under way.</summary>
    public const string OpenPartition = "open";

    private const string IdPrefix = "mp-";
    private const string RequestIdPrefix = "pr-";
    private const int HashChars = 24;
    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    /// <summary>The same for the same request, so that a repeated one makes nothing twice.</summary>
    public static string IdOf(string requestId) => IdPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"mass-payment|{requestId}")))[..HashChars];

    /// <summary>Whether the text can be a mass payment's id.</summary>
    public static bool IsId(string? text)
        => text?.Length == IdPrefix.Length + HashChars && text.StartsWith(IdPrefix, StringComparison.Ordinal) && text.AsSpan(IdPrefix.Length).IndexOfAnyExcept(LowerHex) < 0;

    public static string NeedId(string massPaymentId, int n) => Id("nd-", massPaymentId, n);

    public static string ArrangementId(string massPaymentId, int n) => Id("sa-", massPaymentId, n);

    public static string RequestId(string massPaymentId, int n) => Id(RequestIdPrefix, massPaymentId, n);

    /// <summary>Where a payment request stands; false for what is no request's id.</summary>
    public static bool TryReadRequestId(string? requestId, [NotNullWhen(true)] out string? massPaymentId, out int n)
    {
        massPaymentId = null;
        n = 0;
        if (requestId is null || !requestId.StartsWith(RequestIdPrefix, StringComparison.Ordinal) || requestId.Length <= RequestIdPrefix.Length + HashChars + 1 || requestId[RequestIdPrefix.Length + HashChars] != '-')
        {
            return false;
        }

        massPaymentId = string.Concat(IdPrefix, requestId.AsSpan(RequestIdPrefix.Length, HashChars));
        return IsId(massPaymentId)
            && int.TryParse(requestId.AsSpan(RequestIdPrefix.Length + HashChars + 1), NumberStyles.None, CultureInfo.InvariantCulture, out n)
            && RequestId(massPaymentId, n) == requestId;
    }

    public static string Entry(int n) => EntryPrefix + Number(n);

    /// <summary>That a request's entries, or a part of them, were added.</summary>
    public static string Added(string requestId, int part) => $"q|{requestId}|{part.ToString("D4", CultureInfo.InvariantCulture)}";

    /// <summary>That a part of the entries with which the page was made stands.</summary>
    public static string Uploaded(int part) => $"u|{part.ToString("D4", CultureInfo.InvariantCulture)}";

    public static string FaultsPrefix(int attempt) => $"f|{attempt.ToString("D6", CultureInfo.InvariantCulture)}|";

    /// <param name="attempt">Which approval.</param>
    /// <param name="n">The entry; 0 for the page as a whole.</param>
    public static string Faults(int attempt, int n) => FaultsPrefix(attempt) + Number(n);

    public static string Request(int n) => RequestPrefix + Number(n);

    public static string HistoryPrefix(int n) => $"h|{Number(n)}|";

    public static string History(int n, int move) => HistoryPrefix(n) + Number(move);

    /// <param name="n">The entry whose request is booked; 0 for all of the page together.</param>
    /// <param name="move">The move of the request that caused it.</param>
    public static string Journal(int n, int move) => $"{JournalPrefix}{Number(n)}|{Number(move)}";

    /// <summary>In the partition of what is at work. Each approval has a row of its own, so that the end of one does not take another off the list.</summary>
    public static string Open(string massPaymentId, int asked) => string.Create(CultureInfo.InvariantCulture, $"{massPaymentId}|{asked}");

    public static string IdOfOpen(string row) => row[..row.IndexOf('|', StringComparison.Ordinal)];

    public static string Listed(MassPayment page) => $"{page.CreatedAt.UtcTicks.ToString("D19", CultureInfo.InvariantCulture)}|{page.Id}";

    public static string IdOfListed(string row) => row[(row.IndexOf('|', StringComparison.Ordinal) + 1)..];

    private static string Id(string prefix, string massPaymentId, int n) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{massPaymentId.AsSpan(IdPrefix.Length)}-{n}");

    private static string Number(int n) => n.ToString("D6", CultureInfo.InvariantCulture);
}
