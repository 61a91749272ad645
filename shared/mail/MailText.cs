using System.Globalization;
using System.Text;

namespace Serverless.Mail;

/// <summary>What of a text may stand in a header.</summary>
internal static class MailText
{
    private const int LineCharsMax = 200;
    private const int AddressCharsMax = 254;

    /// <summary>
    /// The text as one line: whatever would break the line, control a terminal or reorder what stands around it is a space.
    /// A name that brings headers of its own is shown and does nothing.
    /// </summary>
    public static string OneLine(string text)
    {
        var line = new StringBuilder(Math.Min(text.Length, LineCharsMax));
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length >= LineCharsMax)
            {
                line.Append('…');
                break;
            }

            line.Append(IsPrintable(rune) ? rune.ToString() : " ");
        }

        return line.ToString().Trim();
    }

    /// <summary>Whether it is one plain address: something, one @ and a domain, all in printable ASCII without what separates addresses.</summary>
    public static bool IsAddress(string text)
        => text.Length is > 2 and <= AddressCharsMax
        && text.IndexOf('@', StringComparison.Ordinal) is > 0 and var at
        && at == text.LastIndexOf('@')
        && at < text.Length - 1
        && text.All(character => character is > ' ' and < '\u007F' && !"()<>[]:;,\\\"".Contains(character, StringComparison.Ordinal));

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned);
}
