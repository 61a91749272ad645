using System.Globalization;
using System.Text;

namespace Serverless.Web.Pdf;

/// <summary>
/// Writes a PDF 1.7 of pages with text and lines. The libraries at hand are either under a licence that would bind whoever
/// runs this product, or embed only one byte's worth of characters; what a report needs of the format is small. The same
/// pages and the same date make the same bytes.
/// </summary>
/// <param name="title">Shown by readers instead of the file's name.</param>
/// <param name="width">Of each page, in hundredths of a point.</param>
/// <param name="height">Of each page, in hundredths of a point.</param>
internal sealed class PdfDocument(string title, int width, int height)
{
    private const int CatalogNumber = 1;
    private const int PagesNumber = 2;
    private const int InfoNumber = 3;

    private readonly List<PdfPage> pages = [];
    private readonly SortedDictionary<string, (PdfFont Font, Dictionary<int, Rune> Used)> fonts = new(StringComparer.Ordinal);

    public IReadOnlyList<PdfPage> Pages => pages;

    public PdfPage AddPage()
    {
        var page = new PdfPage(height, Use);
        pages.Add(page);
        return page;
    }

    /// <param name="createdAt">What the document says of its making.</param>
    public byte[] ToBytes(DateTimeOffset createdAt)
    {
        var file = new PdfObjects();
        var resources = new StringBuilder();
        var number = InfoNumber + 1;
        foreach (var (font, used) in fonts.Values)
        {
            resources.Append(CultureInfo.InvariantCulture, $"/{font.Name} {number} 0 R ");
            number = AddFont(file, number, font, used);
        }

        var kids = new StringBuilder();
        foreach (var page in pages)
        {
            kids.Append(CultureInfo.InvariantCulture, $"{number} 0 R ");
            file.Add(number, string.Create(CultureInfo.InvariantCulture, $"<</Type/Page/Parent {PagesNumber} 0 R/MediaBox[0 0 {PdfPage.Points(width)} {PdfPage.Points(height)}]/Resources<</Font<<{resources}>>>>/Contents {number + 1} 0 R>>"));
            file.AddStream(number + 1, "", PdfFont.Compress(page.Content));
            number += 2;
        }

        file.Add(CatalogNumber, string.Create(CultureInfo.InvariantCulture, $"<</Type/Catalog/Pages {PagesNumber} 0 R/Lang(en-US)/ViewerPreferences<</DisplayDocTitle true>>>>"));
        file.Add(PagesNumber, string.Create(CultureInfo.InvariantCulture, $"<</Type/Pages/Count {pages.Count}/Kids[{kids}]>>"));
        file.Add(InfoNumber, string.Create(CultureInfo.InvariantCulture, $"<</Title<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(title))}>/CreationDate(D:{createdAt.UtcDateTime:yyyyMMddHHmmss}Z)>>"));
        return file.Close(CatalogNumber, InfoNumber);
    }

    private void Use(PdfFont font, string text)
    {
        if (!fonts.TryGetValue(font.Name, out var entry))
        {
            fonts[font.Name] = entry = (font, []);
        }

        foreach (var character in text.EnumerateRunes())
        {
            entry.Used.TryAdd(font.Font.GlyphOf(character), font.Font.Has(character) ? character : new Rune('?'));
        }
    }

    /// <summary>The font, its descendant, its descriptor, its file and its character map; the next free number.</summary>
    private static int AddFont(PdfObjects file, int number, PdfFont font, Dictionary<int, Rune> used)
    {
        var widths = string.Concat(used.Keys.Order().Select(glyph => string.Create(CultureInfo.InvariantCulture, $"{glyph}[{font.Font.WidthOf(glyph)}]")));
        file.Add(number, string.Create(CultureInfo.InvariantCulture, $"<</Type/Font/Subtype/Type0/BaseFont/{font.BaseName}/Encoding/Identity-H/DescendantFonts[{number + 1} 0 R]/ToUnicode {number + 4} 0 R>>"));
        file.Add(number + 1, string.Create(CultureInfo.InvariantCulture, $"<</Type/Font/Subtype/CIDFontType2/BaseFont/{font.BaseName}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor {number + 2} 0 R/CIDToGIDMap/Identity/W[{widths}]>>"));
        file.Add(number + 2, string.Create(CultureInfo.InvariantCulture, $"<</Type/FontDescriptor/FontName/{font.BaseName}/Flags 32/FontBBox[{string.Join(' ', font.Font.Box)}]/ItalicAngle 0/Ascent {font.Font.Ascent}/Descent {font.Font.Descent}/CapHeight {font.Font.Ascent}/StemV 80/FontFile2 {number + 3} 0 R>>"));
        file.AddStream(number + 3, string.Create(CultureInfo.InvariantCulture, $"/Length1 {font.Font.Data.Length}"), font.Compressed);
        file.AddStream(number + 4, "", PdfFont.Compress(Encoding.ASCII.GetBytes(PdfFont.CharacterMap(used))));
        return number + 5;
    }
}
