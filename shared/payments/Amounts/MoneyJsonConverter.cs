using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Payments.Amounts;

/// <summary>Money in JSON is a number with two places; strings and further decimals are refused.</summary>
public sealed class MoneyJsonConverter : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => ExactNumber.TryRead(ref reader, out var amount) && Money.TryOf(amount, out var money)
            ? money
            : throw new JsonException($"An amount is a number with at most two decimals, between -{Money.AbsoluteMax} and {Money.AbsoluteMax}.");

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
        => writer.WriteRawValue(value.ToString(), skipInputValidation: true);
}
