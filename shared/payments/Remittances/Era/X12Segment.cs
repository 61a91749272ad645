using System.Globalization;
using Serverless.Payments.Amounts;

namespace Serverless.Payments.Remittances.Era;

/// <summary>A segment of an X12 file.</summary>
/// <param name="position">In the file, from 1.</param>
/// <param name="elements">The tag, then its elements.</param>
/// <param name="componentSeparator">Between the components of a composite element.</param>
internal sealed class X12Segment(int position, string[] elements, char componentSeparator)
{
    /// <summary>The most characters of an amount; more digits than a decimal holds would be rounded.</summary>
    private const int AmountCharsMax = 18;

    public int Position => position;

    public string Tag => elements[0];

    /// <summary>How many elements stand after the tag.</summary>
    public int Count => elements.Length - 1;

    /// <summary>The element of that number, from 1; empty where the segment ends before it.</summary>
    public string this[int element] => element < elements.Length ? elements[element] : "";

    public string[] Components(int element) => this[element].Split(componentSeparator);

    public Money? Amount(int element)
        => this[element] is { Length: > 0 and <= AmountCharsMax } text && text[0] != '+' && Money.TryParse(text, out var amount) ? amount : null;

    public DateOnly? Date(int element)
        => DateOnly.TryParseExact(this[element], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
}
