using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Durable;

/// <summary>How inputs, results and events are written: camelCase JSON, enums by name.</summary>
public static class DurableJson
{
    public static JsonSerializerOptions Options { get; } = CreateOptions();

    /// <summary>Null stays null, so that a void result takes no text.</summary>
    public static string? Serialize(object? value) => value is null ? null : JsonSerializer.Serialize(value, value.GetType(), Options);

    /// <exception cref="JsonException">The text is no <typeparamref name="T"/>, or the type refuses what it says.</exception>
    public static T? Deserialize<T>(string? json)
    {
        try
        {
            return json is null ? default : JsonSerializer.Deserialize<T>(json, Options);
        }
        catch (Exception exception) when (exception is not (JsonException or OutOfMemoryException))
        {
            // Constructors and setters that check what they are given throw of their own; to a reader it is all one.
            throw new JsonException($"The JSON value could not be converted to {typeof(T)}: {exception.Message}", exception);
        }
    }

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Converters = { new JsonStringEnumConverter() },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
