using System.Globalization;
using System.Text;

namespace Serverless.Payments.Caps;

/// <summary>What goes out to CAPS: a CSV file with a line for each instruction.</summary>
internal static class CapsBatchFile
{
    public const string Header = "key,provider_id,client_id,service_code,service_from,service_to,units,rate,amount";

    /// <summary>The most files that one batch may be spread over, when it comes again with further keys.</summary>
    public const int FilesPerBatchMax = 1_000;

    /// <summary>What a spreadsheet takes for the beginning of a formula.</summary>
    private const string FormulaStarts = "=+-@\t\r\n";

    /// <summary>The name of a batch's file; the number tells those apart over which it is spread.</summary>
    public static string NameOf(string batchId, int number)
    {
        var safe = string.Concat(batchId.Select(character => char.IsAsciiLetterOrDigit(character) || character == '-' ? character : '_'));
        return number == 1 ? $"{safe}.csv" : $"{safe}.{number}.csv";
    }

    /// <exception cref="ArgumentException">A key could not go out and come back unchanged.</exception>
    public static byte[] Write(IReadOnlyList<CapsInstruction> instructions)
    {
        var text = new StringBuilder(Header, 128 * (instructions.Count + 1)).Append("\r\n");
        foreach (var (key, facts) in instructions)
        {
            CheckKey(key);
            text.Append(CultureInfo.InvariantCulture, $"{Quoted(key)},{Text(facts.ProviderId)},{Text(facts.ClientId)},{Text(facts.ServiceCode)},");
            text.Append(CultureInfo.InvariantCulture, $"{facts.ServiceFrom:yyyy-MM-dd},{facts.ServiceTo:yyyy-MM-dd},{facts.Units},{facts.Rate},{facts.Amount}\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <exception cref="ArgumentException">The key could not go out and come back unchanged.</exception>
    public static void CheckKey(string key)
    {
        // CAPS sends the key back as it stands, so it cannot be neutralised as other text is.
        if (key.Length == 0 || key != key.Trim() || FormulaStarts.Contains(key[0], StringComparison.Ordinal) || key.Any(char.IsControl) || !IsUnicode(key))
        {
            throw new ArgumentException($"The key '{key}' begins like a formula, holds white space around it or control characters, or is no valid Unicode; CAPS could not send it back unchanged.", nameof(key));
        }
    }

    private static bool IsUnicode(string key) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(key)) == key;

    /// <summary>Free text, with an apostrophe before what a spreadsheet would calculate.</summary>
    private static string Text(string value)
        => Quoted(value.Length > 0 && FormulaStarts.Contains(value[0], StringComparison.Ordinal) ? $"'{value}" : value);

    private static string Quoted(string value)
        => value.AsSpan().ContainsAny(",\"\r\n") ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;
}
