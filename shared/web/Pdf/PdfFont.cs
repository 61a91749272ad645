using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Serverless.Web.Pdf;

/// <summary>A font as documents use it: embedded, so that every reader shows the same and needs no font of its own.</summary>
internal sealed class PdfFont
{
    /// <summary>The most mappings that a section of a character map may have.</summary>
    private const int MappingsMax = 100;

    private readonly Lazy<byte[]> compressed;

    private PdfFont(string name, string baseName, string resource)
    {
        Name = name;
        BaseName = baseName;
        Font = TrueTypeFont.Load(resource);
        compressed = new(() => Compress(Font.Data.Span));
    }

    public static PdfFont Regular { get; } = new("F1", "LiberationSans", "LiberationSans-Regular.ttf");

    public static PdfFont Bold { get; } = new("F2", "LiberationSans-Bold", "LiberationSans-Bold.ttf");

    /// <summary>What a page calls it.</summary>
    public string Name { get; }

    public string BaseName { get; }

    public TrueTypeFont Font { get; }

    public byte[] Compressed => compressed.Value;

    public static byte[] Compress(ReadOnlySpan<byte> content)
    {
        using var copy = new MemoryStream();
        using (var zlib = new ZLibStream(copy, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(content);
        }

        return copy.ToArray();
    }

    /// <summary>The text as glyphs in hexadecimal.</summary>
    public string Encode(string text)
    {
        var hex = new StringBuilder(text.Length * 4);
        foreach (var character in text.EnumerateRunes())
        {
            hex.Append(Font.GlyphOf(character).ToString("X4", CultureInfo.InvariantCulture));
        }

        return hex.ToString();
    }

    /// <summary>The width in hundredths of a point.</summary>
    public int WidthOf(string text, int size) => Font.WidthOf(text) * size / 1000;

    /// <summary>The text, with an ellipsis where it is wider than there is room.</summary>
    public string Clip(string text, int size, int room)
    {
        if (WidthOf(text, size) <= room)
        {
            return text;
        }

        var kept = new StringBuilder();
        var left = (room * 1000 / size) - Font.WidthOf("…");
        foreach (var character in text.EnumerateRunes())
        {
            left -= Font.WidthOf(Font.GlyphOf(character));
            if (left < 0)
            {
                break;
            }

            kept.Append(character.ToString());
        }

        return kept.ToString().TrimEnd() + "…";
    }

    /// <summary>Which character each glyph stands for, so that text can be found and copied.</summary>
    public static string CharacterMap(IReadOnlyDictionary<int, Rune> used)
    {
        var map = new StringBuilder("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Adobe-Identity-UCS def /CMapType 2 def\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n");
        foreach (var part in used.OrderBy(pair => pair.Key).Chunk(MappingsMax))
        {
            map.Append(CultureInfo.InvariantCulture, $"{part.Length} beginbfchar\n");
            foreach (var (glyph, character) in part)
            {
                map.Append(CultureInfo.InvariantCulture, $"<{glyph:X4}> <{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(character.ToString()))}>\n");
            }

            map.Append("endbfchar\n");
        }

        return map.Append("endcmap CMapName currentdict /CMap defineresource pop end end").ToString();
    }
}
