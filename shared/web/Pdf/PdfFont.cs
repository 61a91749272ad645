using System.Text;
using UglyToad.PdfPig.Fonts.TrueType;
using UglyToad.PdfPig.Fonts.TrueType.Parser;

namespace Serverless.Web.Pdf;

/// <summary>A font that documents carry in them, so that every reader shows the same and needs no font of its own.</summary>
internal sealed class PdfFont
{
    /// <summary>Stands for each character that the font lacks.</summary>
    private const char Missing = '?';

    /// <summary>In thousandths of the font's size.</summary>
    private readonly Dictionary<char, int> widths = [];

    private PdfFont(string resource)
    {
        using var stream = typeof(PdfFont).Assembly.GetManifestResourceStream(resource) ?? throw new InvalidOperationException($"The font {resource} is not in the assembly.");
        var data = new byte[stream.Length];
        stream.ReadExactly(data);
        Data = data;
        var font = TrueTypeFontParser.Parse(new TrueTypeDataBytes(data));
        for (var character = ' '; character < char.MaxValue; character++)
        {
            if (font.WindowsUnicodeCMap.CharacterCodeToGlyphIndex(character) != 0 && font.TryGetBoundingBox(character, out _) && font.TryGetAdvanceWidth(character, out var width))
            {
                widths[character] = (int)(width * 1000 / font.GetUnitsPerEm());
            }
        }
    }

    public static PdfFont Regular { get; } = new("LiberationSans-Regular.ttf");

    public static PdfFont Bold { get; } = new("LiberationSans-Bold.ttf");

    /// <summary>The whole file.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>All that it has.</summary>
    public IReadOnlyCollection<char> Characters => widths.Keys;

    /// <summary>The text with a question mark for each character that the font lacks.</summary>
    public string Writable(string text)
    {
        if (text.All(widths.ContainsKey))
        {
            return text;
        }

        var writable = new StringBuilder(text.Length);
        foreach (var character in text.EnumerateRunes())
        {
            writable.Append(character.IsBmp && widths.ContainsKey((char)character.Value) ? (char)character.Value : Missing);
        }

        return writable.ToString();
    }

    /// <summary>The width in hundredths of a point.</summary>
    public int WidthOf(string text, int size) => Width(Writable(text)) * size / 1000;

    /// <summary>The text, with an ellipsis where it is wider than there is room.</summary>
    public string Clip(string text, int size, int room)
    {
        var writable = Writable(text);
        if (Width(writable) * size / 1000 <= room)
        {
            return writable;
        }

        var left = (room * 1000 / size) - widths['…'];
        var kept = writable.TakeWhile(character => (left -= widths[character]) >= 0).Count();
        return writable[..kept].TrimEnd() + "…";
    }

    private int Width(string writable) => writable.Sum(character => widths[character]);
}
