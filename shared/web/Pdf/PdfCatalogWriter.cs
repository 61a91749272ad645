using UglyToad.PdfPig.Tokens;
using UglyToad.PdfPig.Writer;

namespace Serverless.Web.Pdf;

/// <summary>Says in the catalog what the library's builder has no word for: the language, for who has pages read aloud, and that the title be shown.</summary>
internal sealed class PdfCatalogWriter : TokenWriter
{
    private static readonly DictionaryToken Preferences = new(new Dictionary<NameToken, IToken> { [NameToken.Create("DisplayDocTitle")] = BooleanToken.True });

    protected override void WriteObject(ObjectToken objectToken, Stream outputStream)
    {
        var isCatalog = objectToken.Data is DictionaryToken dictionary && dictionary.TryGet<NameToken>(NameToken.Type, out var type) && type == NameToken.Catalog;
        base.WriteObject(isCatalog ? new ObjectToken(objectToken.Position, objectToken.Number, Extended((DictionaryToken)objectToken.Data)) : objectToken, outputStream);
    }

    private static DictionaryToken Extended(DictionaryToken catalog)
        => catalog.With(NameToken.Create("Lang"), new StringToken("en-US")).With(NameToken.Create("ViewerPreferences"), Preferences);
}
