using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Serverless.Payments.Amounts;
using Serverless.Payments.MassPayments;

namespace Serverless.Web.MassPayments;

/// <summary>
/// An entry's amount as it was typed. It is read from a number, by its digits, or from a text, so that what is no amount
/// stands against the entry and not against the request; it is written as a number where it is one.
/// </summary>
[JsonConverter(typeof(EntryAmountJsonConverter))]
public readonly record struct EntryAmount(string Text)
{
    public const int CharsMax = MassEntryTexts.CharsMax;
}

public sealed class EntryAmountJsonConverter : JsonConverter<EntryAmount>
{
    public override EntryAmount Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!,
            JsonTokenType.Number when !reader.HasValueSequence => Encoding.UTF8.GetString(reader.ValueSpan),
            _ => throw new JsonException("An amount is a number or a text."),
        };
        return text.Length <= EntryAmount.CharsMax ? new(text) : throw new JsonException($"An amount has at most {EntryAmount.CharsMax} characters.");
    }

    public override void Write(Utf8JsonWriter writer, EntryAmount value, JsonSerializerOptions options)
    {
        if (Money.TryParse(value.Text, out var amount))
        {
            JsonSerializer.Serialize(writer, amount, options);
        }
        else
        {
            writer.WriteStringValue(value.Text);
        }
    }
}
