using System.Text.Json;
using Serverless.Durable;

namespace Serverless.Functions.Durable;

/// <summary>Payloads as Durable Task hands them over: read to a JSON element by the worker's serializer, which is set to <see cref="DurableJson.Options"/>.</summary>
public static class DurableTaskJson
{
    /// <summary>Reads the element by our own rules, whatever the extension would make of it.</summary>
    public static T? Read<T>(object? payload) => payload is JsonElement element ? DurableJson.Deserialize<T>(TextOf(element)) : (T?)payload;

    /// <summary>The text of a payload; null for none, which Durable Task knows as JSON's null, too.</summary>
    public static string? TextOf(JsonElement? payload) => payload is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } element ? element.GetRawText() : null;

    /// <summary>The payload of a text; null for none.</summary>
    public static JsonElement? ElementOf(string? json)
    {
        if (json is null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
