using System.Text;
using System.Text.Json;

namespace Serverless.Payments.Invoices;

/// <summary>Reads an invoice file in JSON: an array of objects. Numbers are read from their digits as written.</summary>
internal static class InvoiceFileJson
{
    /// <param name="text">UTF-8, without a byte order mark.</param>
    /// <param name="faults">Where faults go.</param>
    public static List<InvoiceLine> Read(ReadOnlyMemory<byte> text, InvoiceFileFaults faults)
    {
        var lines = new List<InvoiceLine>();
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
                if (++index > InvoiceFile.LinesMax)
                {
                    faults.AddLine(index, "TOO_MANY_LINES", $"The file holds more than {InvoiceFile.LinesMax} lines; split it.");
                    return lines;
                }

                if (ReadElement(ref reader, index, faults) is { } line)
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

    private static InvoiceLine? ReadElement(ref Utf8JsonReader reader, int index, InvoiceFileFaults faults)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            faults.AddLine(index, "WRONG_TYPE", $"The element is {Kind(reader.TokenType)}; an object is expected.");
            reader.Skip();
            return null;
        }

        var record = new InvoiceFileRecord(index, faults);
        var isKnown = true;
        var seen = new HashSet<InvoiceFileColumn>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = ReadString(ref reader);
            var column = InvoiceFileColumn.All.FirstOrDefault(column => column.JsonName == name);
            reader.Read();
            if (column is null)
            {
                isKnown = false;
                faults.AddLine(index, "UNKNOWN_FIELD", $"There is a field {InvoiceFileText.Shown(name)}; one of {Names} is expected.");
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

        var line = record.Read();
        return isKnown ? line : null;
    }

    private static void ReadValue(ref Utf8JsonReader reader, InvoiceFileColumn column, InvoiceFileRecord record)
    {
        var expected = column.IsNumber ? JsonTokenType.Number : JsonTokenType.String;
        if (reader.TokenType == expected)
        {
            record.Set(column, column.IsNumber ? Encoding.UTF8.GetString(reader.ValueSpan) : ReadString(ref reader));
        }
        else if (reader.TokenType != JsonTokenType.Null)
        {
            record.AddFault(column, "WRONG_TYPE", $"{column.JsonName} is {Kind(reader.TokenType)}; {Kind(expected)} is expected.");
            reader.Skip();
        }
    }

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

    private static string Names { get; } = string.Join(", ", InvoiceFileColumn.All.Select(column => column.JsonName));
}
