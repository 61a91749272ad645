using Serverless.Payments.Amounts;

namespace Serverless.Payments.ProviderPayments.Lists;

/// <summary>Where an item stands in an order: what it is sorted by, and its id.</summary>
/// <param name="IsMissing">It has nothing to be sorted by, and comes last either way.</param>
/// <param name="Number">A status, an instant or cents; 0 where it is sorted by a name.</param>
/// <param name="Text">A name's first characters; empty where it is sorted by a number.</param>
internal readonly record struct SortPlace(bool IsMissing, long Number, string Text, string Id)
{
    /// <summary>Characters of a name that count for the order, so that a bookmark stays short enough for an address.</summary>
    public const int TextCharsMax = 80;

    public static SortPlace Of(ListedPayment item, PaymentSort sort) => sort switch
    {
        PaymentSort.Child => new(false, 0, Start(item.ChildName), item.Id),
        PaymentSort.Provider => new(false, 0, Start(item.ProviderName), item.Id),
        PaymentSort.Status => new(false, (long)item.Status, string.Empty, item.Id),
        PaymentSort.Submission => new(false, (long)item.Submission, string.Empty, item.Id),
        PaymentSort.Amount => new(item.Amount is null, Cents(item.Amount ?? Money.Zero), string.Empty, item.Id),
        PaymentSort.Since => new(false, item.StatusSince.UtcTicks, string.Empty, item.Id),
        _ => throw new ArgumentOutOfRangeException(nameof(sort), sort, "There is no such order."),
    };

    private static long Cents(Money amount) => (long)(amount.Amount * 100);

    private static string Start(string name)
    {
        if (name.Length <= TextCharsMax)
        {
            return name;
        }

        // Half a surrogate pair would not survive the bookmark.
        return name[..(char.IsHighSurrogate(name[TextCharsMax - 1]) ? TextCharsMax - 1 : TextCharsMax)];
    }
}

/// <summary>The order of a list: names without case and culture, so that it is the same everywhere.</summary>
internal sealed class SortOrder(bool descending) : IComparer<SortPlace>
{
    public int Compare(SortPlace x, SortPlace y)
    {
        if (x.IsMissing != y.IsMissing)
        {
            return x.IsMissing ? 1 : -1;
        }

        var order = x.Number.CompareTo(y.Number);
        if (order == 0)
        {
            order = string.Compare(x.Text, y.Text, StringComparison.OrdinalIgnoreCase);
        }

        return order == 0 ? string.CompareOrdinal(x.Id, y.Id) : descending ? -order : order;
    }
}
