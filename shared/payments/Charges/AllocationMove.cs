using System.Text.Json;
using System.Text.Json.Serialization;
using Serverless.Payments.Amounts;

namespace Serverless.Payments.Charges;

/// <summary>So much of a payment went to a charge; below zero, came back from it.</summary>
/// <param name="Payment">The payment's number in the account, from 1.</param>
/// <param name="Charge">The charge's number in the account, from 1.</param>
[JsonConverter(typeof(AllocationMoveJsonConverter))]
public readonly record struct AllocationMove(int Payment, int Charge, Money Amount);

/// <summary>Writes <c>[payment, charge, amount]</c>: an act may move thousands, and they share one row.</summary>
public sealed class AllocationMoveJsonConverter : JsonConverter<AllocationMove>
{
    public override AllocationMove Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray || !reader.Read() || !reader.TryGetInt32(out var payment) || !reader.Read() || !reader.TryGetInt32(out var charge) || !reader.Read())
        {
            throw new JsonException("A move is [payment, charge, amount].");
        }

        var amount = JsonSerializer.Deserialize<Money>(ref reader, options);
        return reader.Read() && reader.TokenType == JsonTokenType.EndArray ? new(payment, charge, amount) : throw new JsonException("A move is [payment, charge, amount].");
    }

    public override void Write(Utf8JsonWriter writer, AllocationMove value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(value.Payment);
        writer.WriteNumberValue(value.Charge);
        JsonSerializer.Serialize(writer, value.Amount, options);
        writer.WriteEndArray();
    }
}
