using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Writer;

namespace Serverless.Web.Pdf;

/// <summary>What is drawn on a page. Lengths are whole hundredths of a point, from the page's upper left corner.</summary>
internal sealed class PdfPage(PdfPageBuilder page, int height, Func<PdfFont, PdfAlphabets> of)
{
    /// <summary>Light, and dark enough to be seen in print.</summary>
    private const byte Grey = 237;

    /// <param name="x">The left end.</param>
    /// <param name="y">The base line.</param>
    /// <param name="font">The font.</param>
    /// <param name="size">The font's size.</param>
    /// <param name="text">What is written.</param>
    public void Text(int x, int y, PdfFont font, int size, string text)
    {
        foreach (var (part, added) in of(font).Parts(text))
        {
            page.AddText(part, Points(size), new PdfPoint(Points(x), Points(height - y)), added);
            x += font.WidthOf(part, size);
        }
    }

    /// <param name="x">The right end.</param>
    /// <param name="y">The base line.</param>
    /// <param name="font">The font.</param>
    /// <param name="size">The font's size.</param>
    /// <param name="text">What is written.</param>
    public void TextRight(int x, int y, PdfFont font, int size, string text) => Text(x - font.WidthOf(text, size), y, font, size, text);

    public void Line(int left, int right, int y, int thickness)
        => page.DrawLine(new PdfPoint(Points(left), Points(height - y)), new PdfPoint(Points(right), Points(height - y)), Points(thickness));

    /// <summary>A surface in a light grey.</summary>
    public void Shade(int left, int right, int top, int bottom)
    {
        page.SetTextAndFillColor(Grey, Grey, Grey).SetStrokeColor(Grey, Grey, Grey);
        page.DrawRectangle(new PdfPoint(Points(left), Points(height - bottom)), Points(right - left), Points(bottom - top), lineWidth: 0.01, fill: true);
        page.ResetColor();
    }

    /// <summary>The library's unit; nothing is computed in it.</summary>
    internal static double Points(int hundredths) => hundredths / 100d;
}
