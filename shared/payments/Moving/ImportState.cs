using System.Text.Json.Serialization;

namespace Serverless.Payments.Moving;

/// <summary>What the settings remember of the import that made this installation.</summary>
/// <param name="Stage">How far it came.</param>
/// <param name="ExportSha256">Which export it is, by the SHA-256 of its manifest; the import is repeated with the same one.</param>
/// <param name="ExportedAt">When the installation left its old storage (UTC).</param>
/// <param name="At">When the stage was reached (UTC).</param>
/// <param name="FolderId">The data folder that the files went into; null where an earlier program wrote it.</param>
public sealed record ImportState(ImportStage Stage, string ExportSha256, DateTimeOffset ExportedAt, DateTimeOffset At, string? FolderId = null);

[JsonConverter(typeof(JsonStringEnumConverter<ImportStage>))]
public enum ImportStage
{
    /// <summary>The storage holds a part; nobody may work on it.</summary>
    UnderWay,

    /// <summary>All is there and agrees with the export.</summary>
    Done,
}
