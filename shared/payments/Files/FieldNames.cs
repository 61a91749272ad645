using System.Text;
using System.Text.Json;

namespace Serverless.Payments.Files;

/// <summary>Which fields a file seems to have, to tell of which kind it is; whether they are in order is for its reader to say.</summary>
internal static class FieldNames
{
    /// <summary>Only the beginning is looked at.</summary>
    private const int LookedAtBytes = 4_096;

    /// <summary>The names in the header, or in the first object; never throws on what the content holds.</summary>
    public static IReadOnlyList<string> Of(ReadOnlyMemory<byte> content, FileFormat format)
    {
        var text = content.Span.StartsWith(Encoding.UTF8.Preamble) ? content.Span[Encoding.UTF8.Preamble.Length..] : content.Span;
        var beginning = text[..Math.Min(text.Length, LookedAtBytes)];
        return format == FileFormat.Csv ? OfCsv(beginning) : OfJson(beginning);
    }

    private static IReadOnlyList<string> OfCsv(ReadOnlySpan<byte> beginning)
    {
        var text = beginning.TrimStart("\r\n \t"u8);
        var end = text.IndexOfAny((byte)'\r', (byte)'\n');
        var header = Encoding.UTF8.GetString(end < 0 ? text : text[..end]);
        return [.. header.Split(',').Select(name => name.Trim().Trim('"').Trim())];
    }

    private static List<string> OfJson(ReadOnlySpan<byte> beginning)
    {
        var names = new List<string>();
        try
        {
            var reader = new Utf8JsonReader(beginning, isFinalBlock: false, state: default);
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 2)
                {
                    names.Add(Encoding.UTF8.GetString(reader.ValueSpan));
                }
            }
        }
        catch (JsonException)
        {
            // What was read so far tells the kind, or nothing does.
        }

        return names;
    }
}
