using System.Globalization;

namespace Serverless.Payments.MassPayments;

/// <summary>Dates as Operations type them: mm/dd/yyyy, with or without leading zeros, and ISO (KEES-4).</summary>
public static class EntryDate
{
    private static readonly string[] Forms = ["yyyy-MM-dd", "M/d/yyyy"];

    /// <summary>The first year that is taken for one: two digits are no year.</summary>
    private const int YearMin = 1900;

    public static bool TryRead(string? text, out DateOnly date)
        => DateOnly.TryParseExact(text?.Trim(), Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out date) && date.Year >= YearMin;

    public static string Write(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
