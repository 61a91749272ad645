using System.Text.Json;

namespace Serverless.Payments.Amounts;

/// <summary>Reads a JSON number without rounding: a decimal holds every number of so few characters exactly.</summary>
internal static class ExactNumber
{
    private const int CharsMax = 28;

    /// <returns>False for what is no number, has an exponent, or more digits than any amount has.</returns>
    public static bool TryRead(ref Utf8JsonReader reader, out decimal number)
    {
        number = 0;
        return reader.TokenType == JsonTokenType.Number
            && !reader.HasValueSequence
            && reader.ValueSpan.Length <= CharsMax
            && !reader.ValueSpan.ContainsAny("eE"u8)
            && reader.TryGetDecimal(out number);
    }
}
