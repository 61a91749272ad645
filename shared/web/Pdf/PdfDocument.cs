using System.Globalization;
using UglyToad.PdfPig.Writer;

namespace Serverless.Web.Pdf;

/// <summary>A PDF of pages with text and lines, written by PdfPig. The same pages and the same date make the same bytes, but for the random id that the library puts at the end.</summary>
internal sealed class PdfDocument : IDisposable
{
    private readonly MemoryStream file = new();
    private readonly PdfDocumentBuilder builder;
    private readonly List<PdfPage> pages = [];
    private readonly Dictionary<PdfFont, PdfAlphabets> fonts = [];
    private readonly int width;
    private readonly int height;

    /// <param name="title">Shown by readers instead of the file's name.</param>
    /// <param name="width">Of each page, in hundredths of a point.</param>
    /// <param name="height">Of each page, in hundredths of a point.</param>
    public PdfDocument(string title, int width, int height)
    {
        (this.width, this.height) = (width, height);
        builder = new PdfDocumentBuilder(file, disposeStream: false, tokenWriter: new PdfCatalogWriter());
        builder.DocumentInformation.Title = title;
    }

    public IReadOnlyList<PdfPage> Pages => pages;

    public PdfPage AddPage()
    {
        var page = new PdfPage(builder.AddPage(PdfPage.Points(width), PdfPage.Points(height)), height, Of);
        pages.Add(page);
        return page;
    }

    /// <param name="createdAt">What the document says of its making.</param>
    public byte[] ToBytes(DateTimeOffset createdAt)
    {
        builder.DocumentInformation.CreationDate = string.Create(CultureInfo.InvariantCulture, $"D:{createdAt.UtcDateTime:yyyyMMddHHmmss}Z");
        return builder.Build();
    }

    public void Dispose()
    {
        builder.Dispose();
        file.Dispose();
    }

    private PdfAlphabets Of(PdfFont font) => fonts.TryGetValue(font, out var alphabets) ? alphabets : fonts[font] = new PdfAlphabets(font, builder);
}
