using System.Text;
using System.Text.Json;

namespace Serverless.Payments.Files;

/// <summary>Reads a file in JSON: an array of objects. Numbers are read from their digits as written.</summary>
internal static class JsonFile
{
    /// <param name="text">UTF-8, without a byte order mark.</param>
    /// <param name="layout">The fields expected.</param>
    /// <param name="faults">Where faults go.</param>
    /// <param name="readLine">Makes a line of the texts, or null and faults.</param>
    public static List<T> Read<T>(ReadOnlyMemory<byte> text, FileLayout layout, FileFaults faults, Func<FileRecord, T?> readLine)
        where T : class
    {
        var lines = new List<T>();
        var index = 0;
        try
        {
            var reader = new Utf8JsonReader(text.Span);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                faults.AddFile("WRONG_TYPE", $"The file holds {Kind(reader.TokenType)}; an array of objects is expected, one for each line.");
                return lines;
            }

            while (!faults.IsFull && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (++index > layout.LinesMax)
                {
                    faults.AddLine(index, "TOO_MANY_LINES", $"The file holds more than {layout.LinesMax} lines; split it.");
                    return lines;
                }

                if (ReadElement(ref reader, new FileRecord(index, layout, faults), layout, faults) is { } record && readLine(record) is { } line)
                {
                    lines.Add(line);
                }
            }

            // Whatever follows the array, other than white space, is malformed and throws here.
            _ = !faults.IsFull && reader.Read();
        }
        catch (JsonException exception)
        {
            faults.AddLine(index, "BAD_JSON", $"The file is no JSON from line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1} of the text on; what follows was not read.");
        }

        return lines;
    }

    /// <summary>The texts of an object; null where it is none.</summary>
    private static FileRecord? ReadElement(ref Utf8JsonReader reader, FileRecord record, FileLayout layout, FileFaults faults)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            faults.AddLine(record.Line, "WRONG_TYPE", $"The element is {Kind(reader.TokenType)}; an object is expected.");
            reader.Skip();
            return null;
        }

        var seen = new HashSet<FileColumn>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = ReadString(ref reader);
            var column = layout.Columns.FirstOrDefault(column => column.JsonName == name);
            reader.Read();
            if (column is null)
            {
                faults.AddLine(record.Line, "UNKNOWN_FIELD", $"There is a field {FileText.Shown(name)}; one of {layout.Names(FileFormat.Json)} is expected.");
                reader.Skip();
            }
            else if (!seen.Add(column))
            {
                record.AddFault(column, "DUPLICATE_FIELD", $"{column.JsonName} stands more than once; it is expected once.");
                reader.Skip();
            }
            else
            {
                ReadValue(ref reader, column, record);
            }
        }

        return record;
    }

    private static void ReadValue(ref Utf8JsonReader reader, FileColumn column, FileRecord record)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (IsExpected(reader.TokenType, column.Kind))
        {
            record.Set(column, reader.TokenType == JsonTokenType.String ? ReadString(ref reader) : Encoding.UTF8.GetString(reader.ValueSpan));
        }
        else
        {
            record.AddFault(column, "WRONG_TYPE", $"{column.JsonName} is {Kind(reader.TokenType)}; {Kind(column.Kind)} is expected.");
            reader.Skip();
        }
    }

    private static bool IsExpected(JsonTokenType token, FileColumnKind kind) => token switch
    {
        JsonTokenType.String => kind is FileColumnKind.Text or FileColumnKind.NumberOrText,
        JsonTokenType.Number => kind is FileColumnKind.Number or FileColumnKind.NumberOrText,
        JsonTokenType.True or JsonTokenType.False => kind == FileColumnKind.Truth,
        _ => false,
    };

    private static string ReadString(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            // An escape of half a surrogate pair is no text; as it stands in the file it fails the field's own check.
            return Encoding.UTF8.GetString(reader.ValueSpan) + "\uFFFF";
        }
    }

    private static string Kind(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "text in quotes",
        JsonTokenType.Number => "a number without quotes",
        JsonTokenType.True or JsonTokenType.False => "a truth value",
        _ => "null",
    };

    private static string Kind(FileColumnKind kind) => kind switch
    {
        FileColumnKind.Text => Kind(JsonTokenType.String),
        FileColumnKind.Number => Kind(JsonTokenType.Number),
        FileColumnKind.NumberOrText => "a number or text",
        _ => Kind(JsonTokenType.True),
    };
}
