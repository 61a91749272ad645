using System.Text.Encodings.Web;
using System.Text.Json;

namespace Serverless.Local.Moving;

/// <summary>What an export says of itself; written last, so that an export that was broken off has none.</summary>
/// <param name="Format">How the export is laid out, see <see cref="FormatNow"/>.</param>
/// <param name="ExportedAt">UTC.</param>
/// <param name="Source">The kind of storage that it was taken from.</param>
/// <param name="SumsSha256">Of the file that names every other file with its hash.</param>
/// <param name="LeftBehind">Entries of the data folder that are no regular files, and blobs under names that are none of ours; they were not taken.</param>
internal sealed record MoveManifest(int Format, DateTimeOffset ExportedAt, string Source, string SumsSha256, IReadOnlyList<string> LeftBehind, Inventory Inventory)
{
    /// <summary>The format that this program writes; it reads no later one.</summary>
    public const int FormatNow = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <exception cref="InvalidDataException">It is none, or one of a later format.</exception>
    public static MoveManifest Read(byte[] content, string path)
    {
        try
        {
            // The format first: of a later one nothing else can be understood.
            using var document = JsonDocument.Parse(content);
            var format = document.RootElement.GetProperty("format").GetInt32();
            if (format != FormatNow)
            {
                throw new InvalidDataException($"'{path}' has the format {format}, and this program reads the format {FormatNow}. Import it with the program that exported it, or a later one.");
            }

            return document.Deserialize<MoveManifest>(Json) ?? throw new JsonException("It holds null.");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"'{path}' is no manifest of an export: {exception.Message} Copy the export again, or make another.", exception);
        }
    }
}
