using System.Text.Encodings.Web;
using System.Text.Json;
using Serverless.Durable;

namespace Serverless.Functions.Durable;

/// <summary>
/// Payloads on their way through Durable Task: each travels as the text of our JSON, so that for whoever carries it, it is
/// one string. The Functions host would read and rewrite JSON as it passes, with every number as a floating-point one; a
/// text it leaves alone, and money arrives as it was written.
/// </summary>
public static class DurableTaskJson
{
    /// <summary>How the worker writes and reads what is carried. A text within JSON is full of quotes, which take two characters this way and six by default.</summary>
    public static JsonSerializerOptions Carrier { get; } = new(DurableJson.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What is handed to Durable Task; null for none.</summary>
    public static string? Write(object? payload) => DurableJson.Serialize(payload);

    /// <exception cref="JsonException">The payload is no <typeparamref name="T"/>, or was not written here.</exception>
    public static T? Read<T>(object? payload) => DurableJson.Deserialize<T>(TextOf(payload));

    /// <summary>The text of a payload as it arrives: as a string, or as whatever the worker's serializer made of one.</summary>
    /// <exception cref="JsonException">It is no text, so that it was not written here.</exception>
    public static string? TextOf(object? payload) => payload switch
    {
        null or JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => null,
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } element => element.GetString(),
        JsonElement other => throw new JsonException($"A payload of Durable Task is a text here, not {other.ValueKind}."),
        _ => throw new JsonException($"A payload of Durable Task is a text here, not {payload.GetType().Name}."),
    };

    /// <summary>The text within what Durable Task has serialized; what others wrote there stays as it is.</summary>
    public static string? Unwrap(string? serialized)
        => serialized is ['"', ..] ? JsonSerializer.Deserialize<string>(serialized) : serialized;

    /// <summary>A text as an activity's result.</summary>
    public static JsonElement? ElementOf(string? text) => text is null ? null : JsonSerializer.SerializeToElement(text);
}
