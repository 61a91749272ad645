using Serverless.Payments.Files;

namespace Serverless.Payments.MassPayments.Upload;

/// <summary>
/// Reads a file of entries (KEES-9). It must only be readable as a table: what is wrong with a text that can be read
/// stands against its entry, where it is shown and mended, and refuses the approval.
/// </summary>
/// <remarks>In JSON an amount is a number or a text, begin and end may be left out, and all else is text.</remarks>
public static class MassEntryFile
{
    /// <summary>The most bytes that a file may have: the most lines, every text as long as it may be.</summary>
    public const int BytesMax = 8 * 1024 * 1024;

    private static readonly FileLayout Upload = new("entries", MassEntryColumns.OfUpload, MassPaymentDrafts.EntriesMax, BytesMax);
    private static readonly FileLayout Invoice = new("entries", MassEntryColumns.OfInvoice, MassPaymentDrafts.EntriesMax, BytesMax);

    /// <summary>Reads what Operations uploads; never throws on what it holds.</summary>
    public static MassEntryFileContent ReadUpload(ReadOnlyMemory<byte> content, FileFormat format) => Read(content, format, Upload);

    /// <summary>Reads what a provider sends as its invoice: the same, and the invoice's number on each line.</summary>
    public static MassEntryFileContent ReadInvoice(ReadOnlyMemory<byte> content, FileFormat format) => Read(content, format, Invoice);

    private static MassEntryFileContent Read(ReadOnlyMemory<byte> content, FileFormat format, FileLayout layout)
    {
        var (lines, faults) = FileReader.Read(content, format, layout, record => MassEntryFileLine.Read(record, layout));
        return new(lines, faults);
    }
}

/// <summary>What a file of entries holds, in the order of the file.</summary>
/// <param name="Lines">Empty where there are faults: such a file is refused whole.</param>
/// <param name="Faults">Every fault of every line, by line and field.</param>
public sealed record MassEntryFileContent(IReadOnlyList<MassEntryLine> Lines, IReadOnlyList<FileFault> Faults);

/// <param name="Line">The line of the CSV file (the header is line 1), or the index in the JSON list, from 1.</param>
/// <param name="InvoiceNumber">Null in a file that has none.</param>
public sealed record MassEntryLine(int Line, string? InvoiceNumber, MassEntryTexts Texts);
