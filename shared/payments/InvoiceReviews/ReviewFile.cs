using Serverless.Payments.Files;
using Serverless.Payments.MassPayments;
using Serverless.Payments.MassPayments.Upload;

namespace Serverless.Payments.InvoiceReviews;

/// <summary>Reads the file of an invoice: the lines of an upload, and on each the same invoice number.</summary>
public static class ReviewFile
{
    /// <returns>The number and the lines; or none and every fault, by line and field.</returns>
    public static (string Number, IReadOnlyList<MassEntryTexts> Lines, IReadOnlyList<FileFault> Faults) Read(ReadOnlyMemory<byte> content, FileFormat format)
    {
        var file = MassEntryFile.ReadInvoice(content, format);
        var faults = file.Faults.Count > 0 ? file.Faults : CheckNumbers(file.Lines, format);
        return faults.Count > 0 ? ("", [], faults) : (NumberOf(file.Lines[0]), [.. file.Lines.Select(line => line.Texts)], []);
    }

    private static List<FileFault> CheckNumbers(IReadOnlyList<MassEntryLine> lines, FileFormat format)
    {
        var field = format == FileFormat.Csv ? "invoice_number" : "invoiceNumber";
        var first = lines[0];
        if (NumberOf(first).Length == 0)
        {
            return [new(first.Line, field, "REQUIRED", $"{field} is missing.")];
        }

        // Where there is one other number there may be thousands; the first of them says it all.
        var other = lines.FirstOrDefault(line => !NumberOf(line).Equals(NumberOf(first), StringComparison.Ordinal));
        return other is null
            ? []
            : [new(other.Line, field, "SEVERAL_INVOICES", $"{field} differs from that of line {first.Line}. A file is one invoice; send one for each.")];
    }

    private static string NumberOf(MassEntryLine line) => line.InvoiceNumber?.Trim() ?? "";
}
