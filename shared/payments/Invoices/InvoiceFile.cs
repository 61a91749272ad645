using Serverless.Payments.Files;

namespace Serverless.Payments.Invoices;

/// <summary>
/// Reads an invoice file (ALL-2). Whether a line may be paid is validation's business; here it must only be
/// readable, so units or amounts below zero and an end before the beginning pass.
/// </summary>
/// <remarks>In JSON units, rate and amount are numbers and all else is text.</remarks>
public static class InvoiceFile
{
    /// <summary>The most bytes that a file may have.</summary>
    public const int BytesMax = 16 * 1024 * 1024;

    /// <summary>The most lines that a file may hold, the header and empty lines not counted.</summary>
    public const int LinesMax = 20_000;

    /// <summary>The most faults listed; one more says that there are others.</summary>
    public const int FaultsMax = FileReader.FaultsMax;

    private static readonly FileLayout Layout = new("invoices", InvoiceFileColumns.All, LinesMax, BytesMax);

    /// <summary>Reads the content; never throws on what it holds.</summary>
    public static InvoiceFileContent Read(ReadOnlyMemory<byte> content, FileFormat format)
    {
        var (lines, faults) = FileReader.Read(content, format, Layout, InvoiceFileLine.Read);
        return new(lines, faults);
    }
}
