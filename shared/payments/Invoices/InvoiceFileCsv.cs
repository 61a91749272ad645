using CsvHelper;

namespace Serverless.Payments.Invoices;

/// <summary>Reads an invoice file in CSV: commas, RFC 4180 quotes, any line ends.</summary>
internal sealed class InvoiceFileCsv
{
    private readonly InvoiceFileFaults faults;
    private readonly CsvReader reader;

    /// <summary>Where each column stands in the record; null where the header lacks it.</summary>
    private readonly int?[] positions = new int?[InvoiceFileColumn.All.Count];

    /// <summary>Of the record that is next or current; a record whose quotes are wrong cannot be told apart into fields.</summary>
    private bool isMalformed;

    private InvoiceFileCsv(ReadOnlyMemory<byte> text, InvoiceFileFaults faults)
    {
        this.faults = faults;
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
    /// <param name="faults">Where faults go.</param>
    public static List<InvoiceLine> Read(ReadOnlyMemory<byte> text, InvoiceFileFaults faults)
    {
        var file = new InvoiceFileCsv(text, faults);
        using (file.reader)
        {
            return file.ReadAll();
        }
    }

    private List<InvoiceLine> ReadAll()
    {
        var lines = new List<InvoiceLine>();
        if (!ReadRecord())
        {
            return lines;
        }

        var columnCount = reader.FieldCount;
        ReadHeader();
        var recordCount = 0;
        while (!faults.IsFull && ReadRecord())
        {
            if (++recordCount > InvoiceFile.LinesMax)
            {
                faults.AddLine(LineNumber, "TOO_MANY_LINES", $"The file holds more than {InvoiceFile.LinesMax} lines; split it.");
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
            var column = InvoiceFileColumn.All.FirstOrDefault(column => column.CsvName.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (column is null)
            {
                faults.Add(LineNumber, "", "HEADER_UNKNOWN", $"Column {position + 1} of the header is {InvoiceFileText.Shown(name)}; one of {Names} is expected.");
            }
            else if (positions[column.Index] is { } first)
            {
                faults.Add(LineNumber, column, "HEADER_DUPLICATE", $"{column.CsvName} is column {first + 1} of the header and column {position + 1} again; it is expected once.");
            }
            else
            {
                positions[column.Index] = position;
            }
        }

        foreach (var column in InvoiceFileColumn.All.Where(column => !isMalformed && positions[column.Index] is null))
        {
            faults.Add(LineNumber, column, "HEADER_MISSING", $"The header has no column {column.CsvName}; {Names} are expected, in any order.");
        }
    }

    private InvoiceLine? ReadLine(int columnCount)
    {
        if (reader.FieldCount != columnCount)
        {
            faults.AddLine(LineNumber, "FIELD_COUNT", $"The line has {reader.FieldCount} fields; {columnCount} are expected, as in the header. A comma within a field needs quotes around it.");
            return null;
        }

        var record = new InvoiceFileRecord(LineNumber, faults);
        foreach (var column in InvoiceFileColumn.All)
        {
            if (positions[column.Index] is { } position)
            {
                record.Set(column, reader.GetString(position).Trim());
            }
            else
            {
                record.Ignore(column);
            }
        }

        return record.Read();
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

    private static string Names { get; } = string.Join(", ", InvoiceFileColumn.All.Select(column => column.CsvName));
}
