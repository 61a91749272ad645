using System.Globalization;

namespace Serverless.Payments.Invoices;

/// <summary>Reads a decimal number exactly, digit by digit: nothing is rounded and no floating point is involved.</summary>
internal static class InvoiceFileNumber
{
    public enum Fault
    {
        None,
        NotANumber,
        TooLarge,
        TooManyDecimals,
    }

    /// <param name="text">An optional minus, digits, and optionally a point with digits; no exponent, no grouping.</param>
    /// <param name="integerDigitsMax">How many digits may stand before the point, leading zeros not counted.</param>
    /// <param name="decimalsMax">How many may stand after it, trailing zeros not counted.</param>
    /// <param name="number">The number read, or 0.</param>
    public static Fault Read(string text, int integerDigitsMax, int decimalsMax, out decimal number)
    {
        number = 0;
        var digits = text.AsSpan(text.StartsWith('-') ? 1 : 0);
        var point = digits.IndexOf('.');
        var integer = point < 0 ? digits : digits[..point];
        var decimals = point < 0 ? [] : digits[(point + 1)..];
        if (!AreDigits(integer) || (point >= 0 && !AreDigits(decimals)))
        {
            return Fault.NotANumber;
        }

        integer = integer.TrimStart('0');
        decimals = decimals.TrimEnd('0');
        if (integer.Length > integerDigitsMax)
        {
            return Fault.TooLarge;
        }

        if (decimals.Length > decimalsMax)
        {
            return Fault.TooManyDecimals;
        }

        var magnitude = decimal.Parse($"0{integer}.{decimals}0", NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        number = text.StartsWith('-') ? 0 - magnitude : magnitude;
        return Fault.None;
    }

    private static bool AreDigits(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');
}
