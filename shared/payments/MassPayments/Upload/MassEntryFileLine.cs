using Serverless.Payments.Files;
using Serverless.Payments.People;

namespace Serverless.Payments.MassPayments.Upload;

/// <summary>The texts of one line, taken as an entry or refused with what is wrong with them.</summary>
internal static class MassEntryFileLine
{
    public static MassEntryLine? Read(FileRecord record, FileLayout layout)
    {
        foreach (var column in layout.Columns)
        {
            if (layout.Has(MassEntryColumns.InvoiceNumber))
            {
                CheckSsn(record, column);
            }

            Check(record, column);
        }

        if (record.IsFaulty)
        {
            return null;
        }

        var texts = new MassEntryTexts(
            TextOf(record, MassEntryColumns.CaseNumber),
            TextOf(record, MassEntryColumns.ClientId),
            TextOf(record, MassEntryColumns.NeedCategory),
            TextOf(record, MassEntryColumns.NeedType),
            TextOf(record, MassEntryColumns.Amount),
            record.Text(MassEntryColumns.Begin),
            record.Text(MassEntryColumns.End),
            Checked: true,
            record.Text(MassEntryColumns.AidCode));
        return new(record.Line, layout.Has(MassEntryColumns.InvoiceNumber) ? TextOf(record, MassEntryColumns.InvoiceNumber) : null, texts);
    }

    /// <summary>
    /// An invoice with a Social Security number is refused rather than masked, so that its file can be kept as it came. Nine
    /// digits alone stand against their line, where they may be a client id that was mistyped; but a number of an invoice that
    /// is masked would be another invoice's too.
    /// </summary>
    private static void CheckSsn(FileRecord record, FileColumn column)
    {
        if (record.Text(column) is { } text && (column == MassEntryColumns.InvoiceNumber ? Ssn.IsIn(text) : Ssn.IsHyphenatedIn(text)))
        {
            record.AddFault(column, "SSN_IN_FILE", $"{record.NameOf(column)} reads as a Social Security number, which no invoice may hold; of this file nothing was kept. Write what belongs there, and send it again.");
        }
    }

    private static void Check(FileRecord record, FileColumn column)
    {
        if (record.IsFaultyAt(column))
        {
            return;
        }

        switch (record.Text(column))
        {
            case null when !MayLack(column):
                record.AddFault(column, "REQUIRED", $"{record.NameOf(column)} is missing.");
                break;
            case { Length: > MassEntryTexts.CharsMax } text:
                record.AddFault(column, "TOO_LONG", $"{record.Shown(column, text)} has {text.Length} characters; at most {MassEntryTexts.CharsMax} are expected.");
                break;
            case { Length: > 0 } text when column == MassEntryColumns.Checked && !text.Equals("true", StringComparison.OrdinalIgnoreCase):
                record.AddFault(column, "NOT_TICKED", $"{record.Shown(column, text)}; every entry of a file is ticked. Leave {record.NameOf(column)} out, or the line.");
                break;
        }
    }

    private static bool MayLack(FileColumn column) => column.IsOptional || column == MassEntryColumns.Begin || column == MassEntryColumns.End;

    private static string TextOf(FileRecord record, FileColumn column)
        => record.Text(column) ?? throw new InvalidOperationException($"Line {record.Line} has no {column.CsvName} and no fault that says so.");
}
