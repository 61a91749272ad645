using System.Globalization;
using System.Text;

namespace Serverless.Web.Pdf;

/// <summary>What is drawn on a page. Lengths are whole hundredths of a point, from the page's upper left corner.</summary>
internal sealed class PdfPage(int height, Action<PdfFont, string> use)
{
    private readonly StringBuilder content = new();

    public byte[] Content => Encoding.ASCII.GetBytes(content.ToString());

    /// <param name="x">The left end.</param>
    /// <param name="y">The base line.</param>
    /// <param name="font">The font.</param>
    /// <param name="size">The font's size.</param>
    /// <param name="text">What is written.</param>
    public void Text(int x, int y, PdfFont font, int size, string text)
    {
        if (text.Length > 0)
        {
            use(font, text);
            content.Append(CultureInfo.InvariantCulture, $"BT /{font.Name} {Points(size)} Tf {Points(x)} {Points(height - y)} Td <{font.Encode(text)}> Tj ET\n");
        }
    }

    /// <param name="x">The right end.</param>
    /// <param name="y">The base line.</param>
    /// <param name="font">The font.</param>
    /// <param name="size">The font's size.</param>
    /// <param name="text">What is written.</param>
    public void TextRight(int x, int y, PdfFont font, int size, string text) => Text(x - font.WidthOf(text, size), y, font, size, text);

    public void Line(int left, int right, int y, int thickness)
        => content.Append(CultureInfo.InvariantCulture, $"{Points(thickness)} w {Points(left)} {Points(height - y)} m {Points(right)} {Points(height - y)} l S\n");

    /// <summary>A surface in a light grey.</summary>
    public void Shade(int left, int right, int top, int bottom)
        => content.Append(CultureInfo.InvariantCulture, $"0.93 g {Points(left)} {Points(height - bottom)} {Points(right - left)} {Points(bottom - top)} re f 0 g\n");

    internal static string Points(int hundredths) => (hundredths / 100m).ToString("0.##", CultureInfo.InvariantCulture);
}
