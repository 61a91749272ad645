using System.Globalization;
using System.Text;

namespace Serverless.Payments.Caps;

/// <summary>What goes out to CAPS: a CSV file with a line for each instruction.</summary>
internal static class CapsBatchFile
{
    public const string Header = "key,provider_id,client_id,service_code,service_from,service_to,units,rate,amount";

    /// <summary>What a spreadsheet takes for the beginning of a formula.</summary>
    private const string FormulaStarts = "=+-@\t\r\n";

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

    private static void CheckKey(string key)
    {
        // CAPS sends the key back as it stands, so it cannot be neutralised as other text is.
        if (key.Length == 0 || key != key.Trim() || FormulaStarts.Contains(key[0], StringComparison.Ordinal) || key.Any(char.IsControl))
        {
            throw new ArgumentException($"The key '{key}' begins like a formula, or holds white space around it or control characters; CAPS could not send it back unchanged.", nameof(key));
        }
    }

    /// <summary>Free text, with an apostrophe before what a spreadsheet would calculate.</summary>
    private static string Text(string value)
        => Quoted(value.Length > 0 && FormulaStarts.Contains(value[0], StringComparison.Ordinal) ? $"'{value}" : value);

    private static string Quoted(string value)
        => value.AsSpan().ContainsAny(",\"\r\n") ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;
}
