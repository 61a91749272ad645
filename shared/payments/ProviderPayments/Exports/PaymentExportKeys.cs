using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Serverless.Storage;

namespace Serverless.Payments.ProviderPayments.Exports;

/// <summary>The ids of exports, the row keys in their table, and the names of their files.</summary>
public static class PaymentExportKeys
{
    /// <summary>The partition of the lists: all exports by the time of their making, and those at work.</summary>
    public const string ListPartition = "exports";

    public const string ListPrefix = "at|";

    public const string OpenPrefix = "open|";

    /// <summary>The export itself, in the partition of its id.</summary>
    public const string Export = "export";

    /// <summary>How far a part has come, in the part's partition.</summary>
    public const string Part = "page";

    public const string ItemPrefix = "i|";

    private const string IdPrefix = "ex-";
    private const int HashChars = 24;
    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    /// <summary>The same for the same request, so that a repeated one exports nothing twice.</summary>
    public static string IdOf(string requestId) => IdPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"payment-export|{requestId}")))[..HashChars];

    /// <summary>Whether the text can be an export's id.</summary>
    public static bool IsId(string? text)
        => text?.Length == IdPrefix.Length + HashChars && text.StartsWith(IdPrefix, StringComparison.Ordinal) && text.AsSpan(IdPrefix.Length).IndexOfAnyExcept(LowerHex) < 0;

    public static string Listed(PaymentExportRecord export) => $"{ListPrefix}{export.CreatedAt.UtcTicks.ToString("D19", CultureInfo.InvariantCulture)}|{export.Id}";

    /// <summary>The list's rows behind that of the given export; all where null. No id continues another, so that a '!' behind the row leads past it.</summary>
    public static RowRange ListedAfter(PaymentExportRecord? export) => RowRange.StartingWith(ListPrefix) is var all && export is null ? all : all with { From = Listed(export) + "!" };

    public static string IdOfListed(string row) => row[(row.LastIndexOf('|') + 1)..];

    public static string Open(string exportId) => OpenPrefix + exportId;

    /// <param name="exportId">The export.</param>
    /// <param name="part">0 to <see cref="ExportPart.Parts"/> - 1.</param>
    public static string PartPartition(string exportId, int part) => part == ExportPart.OfAdjustments ? $"{exportId}|adj" : $"{exportId}|{part.ToString("D2", CultureInfo.InvariantCulture)}";

    public static string Item(string itemId) => ItemPrefix + itemId;

    /// <summary>The items behind the given row; all where null. No id continues another, so that a '!' behind it leads past it.</summary>
    public static RowRange ItemsAfter(string? row) => RowRange.StartingWith(ItemPrefix) is var all && row is null ? all : all with { From = row + "!" };

    public static string File(string exportId) => $"{exportId}/payments.csv";

    public static string Manifest(string exportId) => $"{exportId}/manifest.json";

    /// <summary>The act by which an export pays a payment or an adjustment.</summary>
    public static string Act(string exportId) => $"export-{exportId}";
}
