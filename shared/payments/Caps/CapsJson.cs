using System.Text.Json;

namespace Serverless.Payments.Caps;

/// <summary>How CAPS's files are written: camelCase, and nothing missing that is required when they are read.</summary>
internal static class CapsJson
{
    public static readonly JsonSerializerOptions Line = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static readonly JsonSerializerOptions Indented = new(Line) { WriteIndented = true };
}
