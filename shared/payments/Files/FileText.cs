using System.Globalization;
using System.Text;
using Serverless.Payments.People;

namespace Serverless.Payments.Files;

/// <summary>Shows a value of a file in a message: in quotes, clipped, without the digits of a Social Security number, and harmless to whatever displays it.</summary>
internal static class FileText
{
    private const int ShownMax = 40;

    public static string Shown(string value)
    {
        var shown = new StringBuilder("\"", ShownMax + 3);
        var count = 0;
        foreach (var rune in Ssn.Mask(value).EnumerateRunes())
        {
            if (count++ == ShownMax)
            {
                return shown.Append('…').Append('"').ToString();
            }

            if (IsPrintable(rune))
            {
                shown.Append(rune.ToString());
            }
            else
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
            }
        }

        return shown.Append('"').ToString();
    }

    /// <summary>Neither a control character nor one that reorders or breaks the text around it.</summary>
    public static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned);
}
