using System.Text.Json;

namespace Serverless.Payments.Settlement;

/// <summary>How the files of exchanges and simulators are written: camelCase, and nothing missing that is required when they are read.</summary>
internal static class SettlementJson
{
    public static readonly JsonSerializerOptions Line = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static readonly JsonSerializerOptions Indented = new(Line) { WriteIndented = true };
}
