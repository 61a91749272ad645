namespace Serverless.Payments.Files;

/// <summary>How a file of lines is written.</summary>
public enum FileFormat
{
    Csv,
    Json,
}

public static class FileFormats
{
    /// <summary>What the names of files end in.</summary>
    public static IReadOnlyList<string> Endings { get; } = [".csv", ".json"];

    /// <summary>By the end of the name, in any case; null where it is neither <c>.csv</c> nor <c>.json</c>.</summary>
    public static FileFormat? FromFileName(string name) => Path.GetExtension(name).ToUpperInvariant() switch
    {
        ".CSV" => FileFormat.Csv,
        ".JSON" => FileFormat.Json,
        _ => null,
    };

    /// <summary>By the media type, whatever its parameters; null where it is neither <c>text/csv</c> nor <c>application/json</c>.</summary>
    public static FileFormat? FromContentType(string? contentType) => contentType?.Split(';')[0].Trim().ToUpperInvariant() switch
    {
        "TEXT/CSV" => FileFormat.Csv,
        "APPLICATION/JSON" => FileFormat.Json,
        _ => null,
    };
}
