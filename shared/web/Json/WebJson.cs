using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Web.Json;

/// <summary>
/// How the contract's JSON is written and read: camelCase, money with two places, instants in UTC with a <c>Z</c>,
/// statuses by their display names. Reading is strict: what is unknown, doubled, missing or of another type is a fault.
/// </summary>
public static class WebJson
{
    /// <summary>Objects and arrays within each other in a body.</summary>
    public const int DepthMax = 16;

    public static JsonSerializerOptions Options { get; } = CreateOptions();

    /// <summary>The same rules for the options that the OpenAPI document is made from.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.MaxDepth = DepthMax;
        // Answers are JSON and never part of a page, so letters and apostrophes stay readable.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new InstantJsonConverter());
    }

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions();
        Apply(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
