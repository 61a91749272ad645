using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Serverless.Storage;

namespace Serverless.Local.Moving;

/// <summary>Rows as lines of JSON: <c>{"partitionKey":…,"rowKey":…,"data":…}</c>, the data as the text that it is. ETags are the storage's own and stay.</summary>
internal static class RowLines
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteAsync(Stream stream, IAsyncEnumerable<TableRow> rows, CancellationToken cancellation)
    {
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            stream.Write(JsonSerializer.SerializeToUtf8Bytes(new Line(row.PartitionKey, row.RowKey, row.Data), Json));
            stream.WriteByte((byte)'\n');
        }
    }

    /// <exception cref="InvalidDataException">A line is none; the message names it.</exception>
    public static async IAsyncEnumerable<TableRow> ReadAsync(string path, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var reader = File.OpenText(path);
        for (var number = 1; await reader.ReadLineAsync(cancellation) is { } text; number++)
        {
            yield return Read(text) ?? throw new InvalidDataException($"Line {number} of '{path}' is no row. Copy the export again, or make another.");
        }
    }

    private static TableRow? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Line>(text, Json) is { PartitionKey: { } partition, RowKey: { } row, Data: { } data }
                ? new TableRow(partition, row, string.Empty, data)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Line(string? PartitionKey, string? RowKey, string? Data);
}
