using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Payments.Amounts;

/// <summary>Reads a sum of money, which may be larger than any single amount that comes in; a number with two places, as other amounts.</summary>
public sealed class TotalJsonConverter : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var sum) && Money.TryOfSum(sum, out var money)
            ? money
            : throw new JsonException("A total is a number with at most two decimals.");

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
        => writer.WriteRawValue(value.ToString(), skipInputValidation: true);
}
