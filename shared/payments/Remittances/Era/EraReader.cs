using System.Text;
using System.Text.Unicode;

namespace Serverless.Payments.Remittances.Era;

/// <summary>
/// Reads an electronic remittance, X12 835 (005010X221A1), strictly: a file whose envelope, counts or sums are not right is
/// refused whole, with every fault that was found. Several transaction sets are several checks of one batch.
/// </summary>
public static class EraReader
{
    /// <summary>The most bytes of a file.</summary>
    public const int BytesMax = 16 * 1024 * 1024;

    /// <summary>Reads the content; never throws on what it holds.</summary>
    public static EraContent Read(ReadOnlyMemory<byte> content)
    {
        var faults = new EraFaults();
        var file = TextOf(content.Span, faults) is { } text && X12Reader.Open(text, faults) is { } reader ? new EraEnvelope(reader, faults).Read() : null;
        if (file is null && faults.Count == 0)
        {
            throw new InvalidOperationException("An electronic remittance was not read, and nothing says why.");
        }

        return new EraContent(faults.Count == 0 ? file : null, faults.ToList());
    }

    private static string? TextOf(ReadOnlySpan<byte> content, EraFaults faults)
    {
        if (content.Length > BytesMax)
        {
            faults.AddFile("FILE_TOO_LARGE", $"The file has {content.Length} bytes; at most {BytesMax} are read. Ask the payer for several files.");
            return null;
        }

        var text = content.StartsWith(Encoding.UTF8.Preamble) ? content[Encoding.UTF8.Preamble.Length..] : content;
        if (text.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            faults.AddFile("EMPTY_FILE", "The file is empty; an X12 835 is expected.");
            return null;
        }

        // From many payers the standard's extended characters, in names, come as one byte each.
        return (Utf8.IsValid(text) ? Encoding.UTF8 : Encoding.Latin1).GetString(text);
    }
}
