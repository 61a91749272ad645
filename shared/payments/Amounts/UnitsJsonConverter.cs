using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Payments.Amounts;

/// <summary>Units in JSON are a number with at most two decimals.</summary>
public sealed class UnitsJsonConverter : JsonConverter<Units>
{
    public override Units Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => ExactNumber.TryRead(ref reader, out var count) && Units.TryOf(count, out var units)
            ? units
            : throw new JsonException($"Units are a number with at most two decimals, between -{Units.AbsoluteMax} and {Units.AbsoluteMax}.");

    public override void Write(Utf8JsonWriter writer, Units value, JsonSerializerOptions options)
        => writer.WriteRawValue(value.ToString(), skipInputValidation: true);
}
