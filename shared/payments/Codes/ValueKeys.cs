using System.Globalization;
using Serverless.Payments.Approvals;

namespace Serverless.Payments.Codes;

/// <summary>The keys of the code tables that an admin edits: a partition per table, with its entries, their history and the requests that were carried out.</summary>
internal static class ValueKeys
{
    public const string ItemPrefix = "v|";

    /// <summary>Counts the changes of a table, so that two at one moment cannot both take a name.</summary>
    public const string Guard = "guard";

    public static string Item(string code) => ItemPrefix + Fold(code);

    public static string HistoryPrefix(string code) => $"h|{Fold(code)}|";

    public static string History(string code, int version) => HistoryPrefix(code) + version.ToString("D9", CultureInfo.InvariantCulture);

    public static string Done(string requestId) => $"d|{requestId}";

    /// <summary>How codes and names are compared: without case and spaces.</summary>
    public static string Fold(string text) => string.Concat(text.Where(character => !char.IsWhiteSpace(character))).ToUpperInvariant();

    /// <summary>Whether the text can be a code, so that it stands in an address and in a key.</summary>
    public static bool IsCode(string text) => PaymentFactsForm.IsId(text) && text is not ("." or "..");
}
