using UglyToad.PdfPig.Writer;

namespace Serverless.Web.Pdf;

/// <summary>
/// A font within a document. The library numbers the characters of an added font with a byte, and throws at the 256th; names
/// come in any script, so that the font is added again whenever one is full. What is embedded of each is the characters used.
/// </summary>
internal sealed class PdfAlphabets(PdfFont font, PdfDocumentBuilder builder)
{
    /// <summary>How many characters one has.</summary>
    private const int CharactersMax = 255;

    private readonly List<PdfDocumentBuilder.AddedFont> added = [];
    private readonly Dictionary<char, PdfDocumentBuilder.AddedFont> byCharacter = [];

    /// <summary>The text in parts, each of one alphabet; what the font lacks is a question mark.</summary>
    public IEnumerable<(string Text, PdfDocumentBuilder.AddedFont Font)> Parts(string text)
    {
        var writable = font.Writable(text);
        var start = 0;
        for (var end = 1; end <= writable.Length; end++)
        {
            if (end == writable.Length || Of(writable[end]) != Of(writable[start]))
            {
                yield return (writable[start..end], Of(writable[start]));
                start = end;
            }
        }
    }

    private PdfDocumentBuilder.AddedFont Of(char character)
    {
        if (byCharacter.TryGetValue(character, out var known))
        {
            return known;
        }

        if (byCharacter.Count == added.Count * CharactersMax)
        {
            added.Add(builder.AddTrueTypeFont(font.Data));
        }

        return byCharacter[character] = added[^1];
    }
}
