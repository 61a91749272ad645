using CsvHelper;

namespace Serverless.Payments.Files;

/// <summary>Reads a file in CSV: commas, RFC 4180 quotes, any line ends.</summary>
internal sealed class CsvFile<T>
    where T : class
{
    private readonly FileLayout layout;
    private readonly FileFaults faults;
    private readonly Func<FileRecord, T?> readLine;
    private readonly CsvReader reader;

    /// <summary>Where each column stands in the record; null where the header lacks it.</summary>
    private readonly int?[] positions;

    /// <summary>Of the record that is next or current; a record whose quotes are wrong cannot be told apart into fields.</summary>
    private bool isMalformed;

    private CsvFile(ReadOnlyMemory<byte> text, FileLayout layout, FileFaults faults, Func<FileRecord, T?> readLine)
    {
        this.layout = layout;
        this.faults = faults;
        this.readLine = readLine;
        positions = new int?[layout.Columns.Count];
        reader = CsvReader.Create(text, new CsvReaderOptions
        {
            Separator = ',',
            HasHeader = false,
            TrimWhitespace = true,
            TrackLineNumbers = true,
            OnMalformedRecord = ReportMalformed,
        });
    }

    /// <param name="text">UTF-8, without a byte order mark.</param>
    /// <param name="layout">The columns expected.</param>
    /// <param name="faults">Where faults go.</param>
    /// <param name="readLine">Makes a line of the texts, or null and faults.</param>
    public static List<T> Read(ReadOnlyMemory<byte> text, FileLayout layout, FileFaults faults, Func<FileRecord, T?> readLine)
    {
        var file = new CsvFile<T>(text, layout, faults, readLine);
        using (file.reader)
        {
            return file.ReadAll();
        }
    }

    private List<T> ReadAll()
    {
        var lines = new List<T>();
        if (!ReadRecord())
        {
            return lines;
        }

        var columnCount = reader.FieldCount;
        ReadHeader();
        var recordCount = 0;
        while (!faults.IsFull && ReadRecord())
        {
            if (++recordCount > layout.LinesMax)
            {
                faults.AddLine(LineNumber, "TOO_MANY_LINES", $"The file holds more than {layout.LinesMax} lines; split it.");
                break;
            }

            if (!isMalformed && ReadLine(columnCount) is { } line)
            {
                lines.Add(line);
            }
        }

        return lines;
    }

    private int LineNumber => checked((int)reader.LineNumber);

    private bool ReadRecord()
    {
        do
        {
            isMalformed = false;
            if (!reader.Read())
            {
                return false;
            }
        }
        while (!isMalformed && reader.FieldCount <= 1 && reader.GetSpan(0).IsEmpty);
        return true;
    }

    private void ReadHeader()
    {
        for (var position = 0; position < reader.FieldCount && !isMalformed && !faults.IsFull; position++)
        {
            var name = reader.GetString(position);
            var column = layout.Columns.FirstOrDefault(column => column.CsvName.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (column is null)
            {
                faults.Add(LineNumber, "", "HEADER_UNKNOWN", $"Column {position + 1} of the header is {FileText.Shown(name)}; one of {layout.Names(FileFormat.Csv)} is expected.");
            }
            else if (positions[layout.IndexOf(column)] is { } first)
            {
                faults.Add(LineNumber, column, "HEADER_DUPLICATE", $"{column.CsvName} is column {first + 1} of the header and column {position + 1} again; it is expected once.");
            }
            else
            {
                positions[layout.IndexOf(column)] = position;
            }
        }

        foreach (var column in layout.Columns.Where(column => !isMalformed && !column.IsOptional && positions[layout.IndexOf(column)] is null))
        {
            faults.Add(LineNumber, column, "HEADER_MISSING", $"The header has no column {column.CsvName}; {layout.Names(FileFormat.Csv)} are expected, in any order.");
        }
    }

    private T? ReadLine(int columnCount)
    {
        if (reader.FieldCount != columnCount)
        {
            faults.AddLine(LineNumber, "FIELD_COUNT", $"The line has {reader.FieldCount} fields; {columnCount} are expected, as in the header. A comma within a field needs quotes around it.");
            return null;
        }

        var record = new FileRecord(LineNumber, layout, faults);
        for (var index = 0; index < positions.Length; index++)
        {
            if (positions[index] is { } position)
            {
                record.Set(layout.Columns[index], reader.GetString(position).Trim());
            }
            else if (!layout.Columns[index].IsOptional)
            {
                record.Ignore(layout.Columns[index]);
            }
        }

        return readLine(record);
    }

    private void ReportMalformed(CsvMalformedRecord malformed)
    {
        isMalformed = true;
        var what = malformed.Reason switch
        {
            CsvMalformedReason.StrayQuote => "A quote stands within a field that does not begin with one; put the field in quotes and write the quote twice.",
            CsvMalformedReason.TextAfterClosingQuote => "Text follows the closing quote of a field; a comma or the end of the line is expected, and quotes within the field doubled.",
            CsvMalformedReason.UnterminatedQuote => "A quote is opened and not closed before the end of the file; close it.",
            _ => $"The quotes are wrong ({malformed.Reason}).",
        };
        faults.AddLine(checked((int)malformed.LineNumber), "BAD_QUOTING", what);
    }
}
