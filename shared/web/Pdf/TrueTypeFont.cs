using System.Buffers.Binary;
using System.Text;

namespace Serverless.Web.Pdf;

/// <summary>A TrueType font: which glyph stands for a character, and how wide it is. Lengths are in thousandths of the font's size.</summary>
internal sealed class TrueTypeFont
{
    private readonly byte[] data;
    private readonly Dictionary<string, (int At, int Length)> tables = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int> glyphs = [];
    private readonly int unitsPerEm;
    private readonly int metricCount;

    private TrueTypeFont(byte[] data)
    {
        this.data = data;
        for (var table = 0; table < Short(4); table++)
        {
            var entry = 12 + (table * 16);
            tables[Encoding.ASCII.GetString(data, entry, 4)] = (Long(entry + 8), Long(entry + 12));
        }

        var head = tables["head"].At;
        unitsPerEm = Short(head + 18);
        Box = [Scaled(Signed(head + 36)), Scaled(Signed(head + 38)), Scaled(Signed(head + 40)), Scaled(Signed(head + 42))];
        var hhea = tables["hhea"].At;
        Ascent = Scaled(Signed(hhea + 4));
        Descent = Scaled(Signed(hhea + 6));
        metricCount = Short(hhea + 34);
        ReadGlyphs();
    }

    /// <summary>The whole file.</summary>
    public ReadOnlyMemory<byte> Data => data;

    public IReadOnlyList<int> Box { get; }

    public int Ascent { get; }

    public int Descent { get; }

    /// <summary>The font of that name among this assembly's resources.</summary>
    public static TrueTypeFont Load(string resource)
    {
        using var stream = typeof(TrueTypeFont).Assembly.GetManifestResourceStream(resource) ?? throw new InvalidOperationException($"The font {resource} is not in the assembly.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return new TrueTypeFont(copy.ToArray());
    }

    /// <summary>The glyph of a character; that of a question mark where the font has none.</summary>
    public int GlyphOf(Rune character) => glyphs.TryGetValue(character.Value, out var glyph) ? glyph : glyphs['?'];

    public bool Has(Rune character) => glyphs.ContainsKey(character.Value);

    public int WidthOf(int glyph) => Scaled(Short(tables["hmtx"].At + (4 * Math.Min(glyph, metricCount - 1))));

    public int WidthOf(string text) => text.EnumerateRunes().Sum(character => WidthOf(GlyphOf(character)));

    /// <summary>Of the character map, the subtable for Unicode's basic plane (format 4).</summary>
    private void ReadGlyphs()
    {
        var cmap = tables["cmap"].At;
        for (var subtable = 0; subtable < Short(cmap + 2); subtable++)
        {
            var entry = cmap + 4 + (subtable * 8);
            var at = cmap + Long(entry + 4);
            if (Short(entry) == 3 && Short(entry + 2) == 1 && Short(at) == 4)
            {
                ReadSegments(at);
                return;
            }
        }

        throw new InvalidOperationException("The font has no character map for Unicode.");
    }

    private void ReadSegments(int at)
    {
        var doubled = Short(at + 6);
        for (var segment = 0; segment < doubled; segment += 2)
        {
            var end = Short(at + 14 + segment);
            var start = Short(at + 16 + doubled + segment);
            var delta = Short(at + 16 + (2 * doubled) + segment);
            var offsetAt = at + 16 + (3 * doubled) + segment;
            var offset = Short(offsetAt);
            for (var character = start; character <= end && character < 0xFFFF; character++)
            {
                var listed = offset == 0 ? character : Short(offsetAt + offset + (2 * (character - start)));
                var glyph = listed == 0 && offset != 0 ? 0 : (listed + delta) & 0xFFFF;
                if (glyph != 0)
                {
                    glyphs[character] = glyph;
                }
            }
        }
    }

    private int Scaled(int units) => units * 1000 / unitsPerEm;

    private int Short(int at) => BinaryPrimitives.ReadUInt16BigEndian(data.AsSpan(at));

    private int Signed(int at) => BinaryPrimitives.ReadInt16BigEndian(data.AsSpan(at));

    private int Long(int at) => checked((int)BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(at)));
}
