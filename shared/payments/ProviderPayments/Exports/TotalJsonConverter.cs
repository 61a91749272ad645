using System.Text.Json;
using System.Text.Json.Serialization;
using Serverless.Payments.Amounts;

namespace Serverless.Payments.ProviderPayments.Exports;

/// <summary>Reads a sum of money that is larger than any single amount may be; a number with two places, as other amounts.</summary>
public sealed class TotalJsonConverter : JsonConverter<Money>
{
    private const decimal TotalAbsoluteMax = Money.AbsoluteMax * ExportPart.ItemsMax * ExportPart.Parts;

    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetDecimal(out var left) || Math.Abs(left) > TotalAbsoluteMax || decimal.Round(left, 2) != left)
        {
            throw new JsonException("A total is a number with at most two decimals.");
        }

        var total = Money.Zero;
        while (left != 0)
        {
            var step = Math.Clamp(left, -Money.AbsoluteMax, Money.AbsoluteMax);
            total += Money.Of(step);
            left -= step;
        }

        return total;
    }

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
        => writer.WriteRawValue(value.ToString(), skipInputValidation: true);
}
