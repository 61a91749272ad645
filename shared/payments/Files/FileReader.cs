using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Serverless.Payments.Files;

/// <summary>Reads files of lines with named fields.</summary>
/// <remarks>
/// CSV has a header with the columns of the layout in any order. JSON is an array of objects with the same fields in
/// camelCase. Where anything is at fault there are no lines: such a file is refused whole.
/// </remarks>
internal static class FileReader
{
    /// <summary>The most faults listed; one more says that there are others.</summary>
    public const int FaultsMax = 1_000;

    /// <summary>Reads the content; never throws on what it holds.</summary>
    /// <param name="content">The file.</param>
    /// <param name="format">How it is written.</param>
    /// <param name="layout">What it is expected to look like.</param>
    /// <param name="readLine">Makes a line of the texts; null where they are at fault, which it tells the record.</param>
    public static (IReadOnlyList<T> Lines, IReadOnlyList<FileFault> Faults) Read<T>(ReadOnlyMemory<byte> content, FileFormat format, FileLayout layout, Func<FileRecord, T?> readLine)
        where T : class
    {
        var faults = new FileFaults(format);
        var text = content.Span.StartsWith(Encoding.UTF8.Preamble) ? content[Encoding.UTF8.Preamble.Length..] : content;
        if (!IsReadable(content, text, layout, faults))
        {
            return ([], faults.ToList());
        }

        var lines = format == FileFormat.Csv ? CsvFile<T>.Read(text, layout, faults, readLine) : JsonFile.Read(text, layout, faults, readLine);
        if (lines.Count == 0 && faults.Count == 0)
        {
            faults.AddFile("NO_LINES", $"The file holds no lines of {layout.Content}; at least one is expected.");
        }

        return faults.Count == 0 ? (lines, []) : ([], faults.ToList());
    }

    private static bool IsReadable(ReadOnlyMemory<byte> content, ReadOnlyMemory<byte> text, FileLayout layout, FileFaults faults)
    {
        if (text.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            faults.AddFile("EMPTY_FILE", $"The file is empty; {layout.Content} are expected.");
            return false;
        }

        if (content.Length > layout.BytesMax)
        {
            faults.AddFile("FILE_TOO_LARGE", $"The file has {content.Length} bytes; at most {layout.BytesMax} are read. Split it.");
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
