using System.Buffers;
using System.Text.Json;

namespace Serverless.Payments.Settlement;

/// <summary>An <see cref="AppendOnlyFile"/> with a record in JSON on each line. The owner serialises the writers.</summary>
internal sealed class JsonLines<T> : IDisposable
    where T : class
{
    private readonly AppendOnlyFile file;

    /// <summary>Opens the file, or begins it, and hands over every record in it.</summary>
    /// <exception cref="InvalidDataException">A line cannot be read, or the reader refused it; the message names it.</exception>
    public JsonLines(string path, TimeProvider clock, Action<T> read)
        => file = AppendOnlyFile.Open(path, clock, line => read(
            JsonSerializer.Deserialize<T>(line.Span, SettlementJson.Line) ?? throw new InvalidDataException("It holds null.")));

    /// <summary>Adds the records in one write; on disk when the call returns.</summary>
    public void Append(IReadOnlyList<T> records)
    {
        var lines = new ArrayBufferWriter<byte>(256 * records.Count);
        using (var writer = new Utf8JsonWriter(lines))
        {
            foreach (var record in records)
            {
                JsonSerializer.Serialize(writer, record, SettlementJson.Line);
                writer.Flush();
                lines.Write("\n"u8);
                writer.Reset();
            }
        }

        file.Append(lines.WrittenSpan);
    }

    /// <exception cref="IOException">The file cannot be reached.</exception>
    public void Check() => file.Check();

    public void Dispose() => file.Dispose();
}
