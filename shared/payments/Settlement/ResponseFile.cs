using CsvHelper;

namespace Serverless.Payments.Settlement;

/// <summary>Reads a response file of a payment system: CSV with the columns key, outcome and reason, in any order.</summary>
internal static class ResponseFile
{
    public const int BytesMax = 64 * 1024 * 1024;

    private const int ReasonLengthMax = 500;

    private const int ShownMax = 60;

    private static readonly string[] Columns = ["key", "outcome", "reason"];

    /// <summary>By its name: a file that begins with '.' or ends in something else than .csv is still being written, or none of ours.</summary>
    public static bool IsWhole(string name) => !name.StartsWith('.') && name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    /// <summary>The answers that can be read, by their line, and every line that cannot; never throws on what the file holds.</summary>
    public static (IReadOnlyList<(int Line, SettlementAnswer Answer)> Answers, List<ResponseFault> Faults) Read(ReadOnlyMemory<byte> content)
    {
        var answers = new List<(int Line, SettlementAnswer Answer)>();
        var faults = new List<ResponseFault>();
        var malformedLine = 0L;
        using var reader = CsvReader.Create(content, new CsvReaderOptions
        {
            Separator = ',',
            HasHeader = false,
            TrimWhitespace = true,
            TrackLineNumbers = true,
            OnMalformedRecord = malformed => malformedLine = malformed.LineNumber,
        });
        if (!reader.Read() || FindColumns(reader, faults) is not { } positions)
        {
            faults.AddRange(faults.Count > 0 ? [] : [new(0, "", "EMPTY_FILE", "The file is empty; the header key,outcome,reason is expected.")]);
            return (answers, faults);
        }

        var fieldCount = reader.FieldCount;
        while (reader.Read())
        {
            var line = checked((int)reader.LineNumber);
            if (malformedLine == line)
            {
                faults.Add(new(line, "", "BAD_QUOTING", "The quotes are wrong; each field in quotes needs a closing one, and quotes within it doubled."));
            }
            else if (reader.FieldCount != fieldCount)
            {
                faults.Add(new(line, "", "FIELD_COUNT", $"The line has {reader.FieldCount} fields; {fieldCount} are expected, as in the header."));
            }
            else if (ReadAnswer(line, [.. positions.Select(position => reader.GetString(position))], faults) is { } answer)
            {
                answers.Add((line, answer));
            }
        }

        return (answers, faults);
    }

    private static int[]? FindColumns(CsvReader reader, List<ResponseFault> faults)
    {
        var header = Enumerable.Range(0, reader.FieldCount).Select(position => reader.GetString(position).ToLowerInvariant()).ToList();
        foreach (var column in Columns.Where(column => header.Count(name => name == column) != 1))
        {
            faults.Add(new(1, column, "HEADER", $"The header names {column} {header.Count(name => name == column)} times; once is expected. Nothing of the file was read."));
        }

        return faults.Count > 0 ? null : [.. Columns.Select(column => header.IndexOf(column))];
    }

    private static SettlementAnswer? ReadAnswer(int line, string[] fields, List<ResponseFault> faults)
    {
        var (key, outcomeText, reason) = (fields[0], fields[1], fields[2]);
        SettlementOutcome? outcome = outcomeText.ToUpperInvariant() switch
        {
            "PAID" => SettlementOutcome.Paid,
            "ERROR" => SettlementOutcome.Error,
            "REJECTED" => SettlementOutcome.Rejected,
            "HELD" => SettlementOutcome.Held,
            _ => null,
        };
        if (key.Length == 0)
        {
            faults.Add(new(line, "key", "REQUIRED", "The key is missing; the key of the instruction that is answered is expected."));
        }

        if (outcome is null)
        {
            faults.Add(new(line, "outcome", "UNKNOWN_OUTCOME", $"The outcome is {Shown(outcomeText)}; paid, error, rejected or held is expected."));
        }

        return key.Length == 0 || outcome is null ? null : new(key, outcome.Value, ReasonOf(reason));
    }

    /// <summary>In quotes, clipped, without control characters.</summary>
    public static string Shown(string value)
    {
        var clipped = value.Length > ShownMax ? value[..WholeCharacters(value, ShownMax)] + "…" : value;
        return $"\"{string.Concat(clipped.Select(character => char.IsControl(character) ? '?' : character))}\"";
    }

    private static string? ReasonOf(string text)
    {
        var printable = string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character)).Trim();
        return printable.Length switch
        {
            0 => null,
            > ReasonLengthMax => printable[..WholeCharacters(printable, ReasonLengthMax)],
            _ => printable,
        };
    }

    /// <summary>Half of a pair of surrogates could not be stored.</summary>
    private static int WholeCharacters(string text, int lengthMax) => char.IsHighSurrogate(text[lengthMax - 1]) ? lengthMax - 1 : lengthMax;
}
