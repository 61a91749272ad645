using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Serverless.Payments.Approvals;

namespace Serverless.Payments.InvoiceReviews;

/// <summary>
/// The ids of invoices under review, and the keys under which they stand. All of a provider's invoices share a partition, so
/// that an invoice and the one that corrects it change together; an id leads there without a look-up.
/// </summary>
public static class InvoiceReviewKeys
{
    /// <summary>The list of all, in the order of receipt.</summary>
    public const string AllPartition = "all";

    private const string IdPrefix = "mi-";
    private const int HashChars = 24;
    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    /// <summary>The same for the same request, so that a repeated one makes nothing twice.</summary>
    public static string IdOf(string providerId, string requestId) => $"{IdPrefix}{HashOf($"mass-payment-invoice|{providerId}|{requestId}")}-{providerId}";

    /// <summary>Whose invoice it is; false for what is no invoice's id.</summary>
    public static bool TryReadProvider(string? id, [NotNullWhen(true)] out string? providerId)
    {
        providerId = id?.Length > IdPrefix.Length + HashChars + 1 ? id[(IdPrefix.Length + HashChars + 1)..] : null;
        return providerId is not null
            && id!.StartsWith(IdPrefix, StringComparison.Ordinal)
            && id[IdPrefix.Length + HashChars] == '-'
            && id.AsSpan(IdPrefix.Length, HashChars).IndexOfAnyExcept(LowerHex) < 0
            && PaymentFactsForm.IsId(providerId);
    }

    /// <exception cref="ArgumentException">It is no invoice's id.</exception>
    public static string PartitionOf(string id)
        => TryReadProvider(id, out var providerId) ? Partition(providerId) : throw new ArgumentException($"'{id}' is no invoice's id.", nameof(id));

    public static string Partition(string providerId) => $"p|{providerId}";

    public static string Invoice(string id) => $"i|{Short(id)}";

    public static string HistoryPrefix(string id) => $"h|{Short(id)}|";

    public static string History(string id, int move) => HistoryPrefix(id) + move.ToString("D6", CultureInfo.InvariantCulture);

    public static string DecisionPrefix(string id) => $"d|{Short(id)}|";

    public static string Decision(string id, string decisionId) => DecisionPrefix(id) + decisionId;

    /// <summary>The row that only one invoice of the provider can hold; numbers that differ in case alone are the same.</summary>
    public static string Number(string invoiceNumber) => $"n|{HashOf(invoiceNumber.Trim().ToUpperInvariant())}";

    public static string StatusPartition(ReviewStatus status) => $"s|{status}";

    public static string ProviderListPartition(string providerId) => $"l|{providerId}";

    /// <summary>The place of an invoice in every list that names it.</summary>
    public static string Listed(ReviewedInvoice invoice) => $"{invoice.ReceivedAt.UtcTicks.ToString("D19", CultureInfo.InvariantCulture)}|{invoice.Id}";

    public static string IdOfListed(string row) => row[(row.IndexOf('|', StringComparison.Ordinal) + 1)..];

    /// <summary>The blob of the file, by the SHA-256 of its content.</summary>
    public static string Original(string contentHash) => $"originals/{contentHash}";

    /// <summary>The blob of what was read from it.</summary>
    public static string Lines(string id) => $"lines/{Short(id)}";

    /// <summary>Without the provider: that is the partition's.</summary>
    private static string Short(string id) => id.Substring(IdPrefix.Length, HashChars);

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashChars];
}
