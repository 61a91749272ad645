using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Web.Charges;

/// <summary>A charge's id as a body names it: a text, as it was answered, or a number.</summary>
[JsonConverter(typeof(ChargeReferenceJsonConverter))]
public readonly record struct ChargeReference(string Text)
{
    public const int CharsMax = 40;
}

public sealed class ChargeReferenceJsonConverter : JsonConverter<ChargeReference>
{
    public override ChargeReference Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!,
            JsonTokenType.Number when !reader.HasValueSequence => Encoding.UTF8.GetString(reader.ValueSpan),
            _ => throw new JsonException("A charge is named by its id, a number or a text."),
        };
        return text.Length <= ChargeReference.CharsMax ? new(text) : throw new JsonException($"A charge's id has at most {ChargeReference.CharsMax} characters.");
    }

    public override void Write(Utf8JsonWriter writer, ChargeReference value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
}
