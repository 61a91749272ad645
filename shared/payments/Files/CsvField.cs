namespace Serverless.Payments.Files;

/// <summary>A field of a CSV file that goes out, which somebody may open in a spreadsheet.</summary>
internal static class CsvField
{
    /// <summary>What a spreadsheet takes for the beginning of a formula.</summary>
    private const string FormulaStarts = "=+-@\t\r\n";

    public static bool IsFormula(string value) => value.Length > 0 && FormulaStarts.Contains(value[0], StringComparison.Ordinal);

    /// <summary>Free text, with an apostrophe before what a spreadsheet would calculate.</summary>
    public static string Text(string value) => Quoted(IsFormula(value) ? $"'{value}" : value);

    public static string Quoted(string value)
        => value.AsSpan().ContainsAny(",\"\r\n") ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;
}
