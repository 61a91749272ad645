using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Serverless.Payments.Invoices;

/// <summary>
/// Reads an invoice file (ALL-2). Whether a line may be paid is validation's business; here it must only be
/// readable, so units or amounts below zero and an end before the beginning pass.
/// </summary>
/// <remarks>
/// CSV has a header with the columns of <see cref="InvoiceFileColumn"/> in any order. JSON is an array of objects
/// with the same fields in camelCase, where units, rate and amount are numbers and all else is text.
/// </remarks>
public static class InvoiceFile
{
    /// <summary>The most bytes that a file may have.</summary>
    public const int BytesMax = 16 * 1024 * 1024;

    /// <summary>The most lines that a file may hold, the header and empty lines not counted.</summary>
    public const int LinesMax = 20_000;

    /// <summary>The most faults listed; one more says that there are others.</summary>
    public const int FaultsMax = 1_000;

    /// <summary>Reads the content; never throws on what it holds.</summary>
    public static InvoiceFileContent Read(ReadOnlyMemory<byte> content, InvoiceFormat format)
    {
        var faults = new InvoiceFileFaults(format);
        var text = content.Span.StartsWith(Encoding.UTF8.Preamble) ? content[Encoding.UTF8.Preamble.Length..] : content;
        if (!IsReadable(content, text, faults))
        {
            return new([], faults.ToList());
        }

        var lines = format == InvoiceFormat.Csv ? InvoiceFileCsv.Read(text, faults) : InvoiceFileJson.Read(text, faults);
        if (lines.Count == 0 && faults.Count == 0)
        {
            faults.AddFile("NO_LINES", "The file holds no lines of invoices; at least one is expected.");
        }

        return faults.Count == 0 ? new(lines, []) : new([], faults.ToList());
    }

    private static bool IsReadable(ReadOnlyMemory<byte> content, ReadOnlyMemory<byte> text, InvoiceFileFaults faults)
    {
        if (text.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            faults.AddFile("EMPTY_FILE", "The file is empty; invoices are expected.");
            return false;
        }

        if (content.Length > BytesMax)
        {
            faults.AddFile("FILE_TOO_LARGE", $"The file has {content.Length} bytes; at most {BytesMax} are read. Split it.");
            return false;
        }

        var invalidAt = FirstInvalidByte(text.Span);
        if (invalidAt >= 0)
        {
            var offset = invalidAt + content.Length - text.Length;
            faults.AddFile("NOT_UTF8", $"The byte at offset {offset} (0x{content.Span[offset]:X2}) is not UTF-8; save the file in UTF-8.");
        }

        return invalidAt < 0;
    }

    private static int FirstInvalidByte(ReadOnlySpan<byte> text)
    {
        if (Utf8.IsValid(text))
        {
            return -1;
        }

        var buffer = ArrayPool<char>.Shared.Rent(text.Length);
        Utf8.ToUtf16(text, buffer, out var validBytes, out _, replaceInvalidSequences: false);
        ArrayPool<char>.Shared.Return(buffer);
        return validBytes;
    }
}
