using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Serverless.Payments.ProviderPayments.Lists;

/// <summary>
/// Where a page ended, as text for an address: letters, digits, '-' and '_'. It names a place in the order and no item, so that it
/// holds whatever changes meanwhile: who stays in place is shown once, also where the item that the page ended with has gone.
/// </summary>
internal static class Bookmark
{
    private const char Separator = '|';

    private const int Parts = 5;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static string Write(SortPlace place, PeriodQuery query)
    {
        // The name comes last, because it may have the separator in it.
        var parts = string.Join(Separator, OrderOf(query), place.IsMissing ? "1" : "0", place.Number.ToString(CultureInfo.InvariantCulture), place.Id, place.Text);
        return Base64Url.EncodeToString(Encoding.UTF8.GetBytes(parts));
    }

    /// <exception cref="FormatException">No page in this order has answered it.</exception>
    public static SortPlace Read(string text, PeriodQuery query)
        => TryRead(text, query, out var place) ? place : throw new FormatException("after is what the page before answered as next, unchanged, and for the same sort.");

    /// <returns>Whether a page in this order can have answered it.</returns>
    public static bool TryRead(string text, PeriodQuery query, out SortPlace place)
    {
        place = default;
        var parts = Decode(text)?.Split(Separator, Parts);
        if (parts?.Length != Parts
            || parts[0] != OrderOf(query)
            || parts[1] is not ("0" or "1")
            || !long.TryParse(parts[2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        place = new(parts[1] == "1", number, parts[4], parts[3]);
        return true;
    }

    private static string OrderOf(PeriodQuery query) => $"{query.Sort}{(query.Descending ? '-' : '+')}";

    /// <returns>Null where it is no text.</returns>
    private static string? Decode(string text)
    {
        if (!Base64Url.IsValid(text))
        {
            return null;
        }

        try
        {
            return Strict.GetString(Base64Url.DecodeFromChars(text));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
