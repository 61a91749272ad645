using System.Text.Encodings.Web;
using System.Text.Json;

namespace Serverless.Durable.Embedded;

/// <summary>An instance's history with what is needed to replay it elsewhere; written to and read from JSON.</summary>
/// <param name="InstanceId">The instance; ids derived from it (NewGuid) depend on it.</param>
/// <param name="Name">The orchestrator.</param>
/// <param name="ParentInstanceId">Set for sub-orchestrations.</param>
/// <param name="Events">All rows in order.</param>
public sealed record RecordedHistory(string InstanceId, string Name, string? ParentInstanceId, IReadOnlyList<HistoryEvent> Events)
{
    // For people and their diffs, so quotes inside payloads stay legible.
    private static readonly JsonSerializerOptions Indented = new(DurableJson.Options) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static RecordedHistory FromJson(string json)
        => JsonSerializer.Deserialize<RecordedHistory>(json, Indented) ?? throw new JsonException("The recorded history is empty.");

    public string ToJson() => JsonSerializer.Serialize(this, Indented);
}
