using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Serverless.Payments.Billing;

/// <summary>
/// The keys of the table of billing invoices: a partition per payer with its invoices, the list of the open ones and the
/// journal of what was billed; one with all numbers, and one with all payers.
/// </summary>
public static class BillingKeys
{
    /// <summary>The partition with a row per invoice number, which leads to the invoice; a number is claimed there before the invoice is written.</summary>
    public const string NumbersPartition = "numbers";

    /// <summary>The partition with a row per payer.</summary>
    public const string PayersPartition = "payers";

    /// <summary>The invoices themselves, by client and number.</summary>
    public const string InvoicePrefix = "i|";

    /// <summary>A row for each invoice that may have a balance, by client and number; whoever reads it looks at the invoice.</summary>
    public const string OpenPrefix = "o|";

    public const string JournalPrefix = "j|";

    /// <summary>The most characters of an invoice's number.</summary>
    public const int NumberCharsMax = 40;

    /// <summary>The most characters of a payer's name.</summary>
    public const int PayerCharsMax = 80;

    private const string PayerPrefix = "payer-";
    private const int PayerHashChars = 24;

    /// <summary>Payers are named as they like, and keys are not. However often a payer is spelled anew, it has one partition.</summary>
    public static string PayerPartition(string payer) => PayerPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(FoldPayer(payer))))[..PayerHashChars];

    /// <summary>How payers' names are compared: in capitals, with one space where there are several and none around them.</summary>
    public static string FoldPayer(string payer) => string.Join(' ', payer.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant();

    /// <summary>Whether the text can be a payer's partition.</summary>
    public static bool IsPayerPartition(string text)
        => text.Length == PayerPrefix.Length + PayerHashChars && text.StartsWith(PayerPrefix, StringComparison.Ordinal) && text[PayerPrefix.Length..].All(char.IsAsciiHexDigitLower);

    public static string Invoice(string clientId, string number) => $"{InvoicePrefix}{clientId}|{number}";

    public static string Open(string clientId, string number) => $"{OpenPrefix}{clientId}|{number}";

    /// <summary>What was billed with the invoice.</summary>
    public static string Journal(string number) => JournalPrefix + number;

    /// <summary>Whether the text can be an invoice's number: letters, digits, '-', '_' and '.', so that it stands in an address and in a key.</summary>
    public static bool IsNumber(string? text)
        => text is { Length: > 0 and <= NumberCharsMax } && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.') && text is not ("." or "..");

    public static string LineText(int line) => line.ToString(CultureInfo.InvariantCulture);
}
