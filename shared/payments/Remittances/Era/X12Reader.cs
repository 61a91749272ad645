using Serverless.Payments.Files;

namespace Serverless.Payments.Remittances.Era;

/// <summary>
/// Reads the segments of one X12 interchange, one after another. What separates them is said by ISA, whose elements have
/// fixed lengths: the element separator follows the tag, ISA16 is the component separator, and the terminator follows it.
/// </summary>
internal sealed class X12Reader
{
    /// <summary>ISA with its terminator.</summary>
    private const int IsaChars = 106;

    /// <summary>Where ISA has its element separators.</summary>
    private static readonly int[] IsaSeparators = [3, 6, 17, 20, 31, 34, 50, 53, 69, 76, 81, 83, 89, 99, 101, 103];

    private readonly string text;
    private readonly EraFaults faults;
    private readonly char elementSeparator;
    private readonly char componentSeparator;
    private readonly char terminator;
    private int at;
    private int position;

    private X12Reader(string text, EraFaults faults)
    {
        this.text = text;
        this.faults = faults;
        elementSeparator = text[3];
        componentSeparator = text[IsaChars - 2];
        terminator = text[IsaChars - 1];
    }

    /// <summary>Null, and a fault, where the text does not begin with an ISA.</summary>
    public static X12Reader? Open(string text, EraFaults faults)
    {
        if (!text.StartsWith("ISA", StringComparison.Ordinal))
        {
            faults.Add(1, "ISA", 0, "NOT_X12", "The file does not begin with ISA; an X12 835 begins with it. Send the file as the payer gave it.");
            return null;
        }

        if (text.Length < IsaChars || IsaSeparators.Any(index => text[index] != text[3]))
        {
            faults.Add(1, "ISA", 0, "BAD_ISA", $"The elements of ISA have fixed lengths, {IsaChars} characters with the terminator, and these do not. Send the file as the payer gave it, without blanks removed.");
            return null;
        }

        char[] delimiters = [text[3], text[IsaChars - 2], text[IsaChars - 1]];
        if (delimiters.Distinct().Count() != delimiters.Length || delimiters.Any(delimiter => char.IsLetterOrDigit(delimiter) || delimiter is ' ' or '-' or '.' || char.IsSurrogate(delimiter)))
        {
            faults.Add(1, "ISA", 0, "BAD_DELIMITERS", "The element separator, the component separator and the segment terminator must be three different characters, none a letter, a digit, a blank, '-' or '.'.");
            return null;
        }

        return new X12Reader(text, faults);
    }

    /// <summary>The next segment; null at the end, or with a fault where it cannot be told what follows.</summary>
    public X12Segment? Next()
    {
        while (at < text.Length && text[at] is '\r' or '\n')
        {
            at++;
        }

        // Systems that keep files in blocks fill up the last one with blanks, or end the text with a SUB.
        if (text.AsSpan(at).IndexOfAnyExcept(" \t\r\n\u001A") < 0)
        {
            return null;
        }

        position++;
        var end = text.IndexOf(terminator, at);
        var body = end < 0 ? text[at..] : text[at..end];
        var elements = body.Split(elementSeparator);
        if (!IsTag(elements[0]))
        {
            faults.Add(position, "?", 0, "BAD_TAG", $"The segment begins with {FileText.Shown(elements[0])}; two or three capital letters or digits are expected. A terminator too many, or a line broken within a segment, can be the cause.");
            return null;
        }

        var segment = new X12Segment(position, elements, componentSeparator);
        if (end < 0)
        {
            faults.Add(segment, 0, "UNTERMINATED", "The file ends within the segment; it was cut off. Send it whole.");
            return null;
        }

        if (!IsPrintable(body))
        {
            faults.Add(segment, 0, "BAD_CHARACTER", "The segment holds a line break, or another character that cannot be printed. Line breaks may stand after terminators alone.");
        }

        at = end + 1;
        return segment;
    }

    private static bool IsTag(string text) => text.Length is 2 or 3 && text.All(character => char.IsAsciiLetterUpper(character) || char.IsAsciiDigit(character));

    /// <summary>The separators may be control characters, and are no content.</summary>
    private bool IsPrintable(string body)
        => !body.AsSpan().ContainsAnyExceptInRange(' ', '~')
            || body.EnumerateRunes().All(rune => rune.Value == elementSeparator || rune.Value == componentSeparator || FileText.IsPrintable(rune));
}
