namespace Serverless.Payments.ProviderPayments.Lists;

/// <summary>Counts what it is given, and keeps what a page shows of it: the first few behind a place, without sorting the rest.</summary>
internal sealed class PageSelection
{
    private readonly PeriodQuery query;
    private readonly PeriodFilter filter;
    private readonly SortOrder order;
    private readonly SortPlace? after;
    private readonly int top;

    /// <summary>The first ones so far, and one more, which tells that there is a next page; the last of them comes out first.</summary>
    private readonly PriorityQueue<ListedPayment, SortPlace> first;

    private int all;
    private int pendingParent;
    private int submitted;
    private int authorized;
    private int paid;

    /// <param name="query">What is asked for.</param>
    /// <param name="after">The place behind which the page begins; null for the first.</param>
    /// <param name="top">Items at most.</param>
    public PageSelection(PeriodQuery query, SortPlace? after, int top)
    {
        (this.query, this.after, this.top) = (query, after, top);
        filter = new PeriodFilter(query);
        order = new SortOrder(query.Descending);
        first = new(top + 2, Comparer<SortPlace>.Create((one, other) => order.Compare(other, one)));
    }

    /// <summary>An item that the caller sees; each id once.</summary>
    public void Add(ListedPayment item)
    {
        Count(item);
        if (!filter.Matches(item))
        {
            return;
        }

        var place = SortPlace.Of(item, query.Sort);
        if (after is { } behind && order.Compare(place, behind) <= 0)
        {
            return;
        }

        if (first.Count <= top)
        {
            first.Enqueue(item, place);
        }
        else if (first.TryPeek(out _, out var last) && order.Compare(place, last) < 0)
        {
            first.EnqueueDequeue(item, place);
        }
    }

    /// <summary>What the page shows; it ends the selection.</summary>
    public PeriodPage ToPage()
    {
        var hasMore = first.Count > top;
        if (hasMore)
        {
            first.Dequeue();
        }

        var items = new ListedPayment[first.Count];
        for (var place = items.Length - 1; place >= 0; place--)
        {
            items[place] = first.Dequeue();
        }

        var next = hasMore ? Bookmark.Write(SortPlace.Of(items[^1], query.Sort), query) : null;
        return new(items, new(all, pendingParent, submitted, authorized, paid), next);
    }

    private void Count(ListedPayment item)
    {
        all += PaymentTab.All.Holds(item) ? 1 : 0;
        pendingParent += PaymentTab.PendingParent.Holds(item) ? 1 : 0;
        submitted += PaymentTab.Submitted.Holds(item) ? 1 : 0;
        authorized += PaymentTab.Authorized.Holds(item) ? 1 : 0;
        paid += PaymentTab.Paid.Holds(item) ? 1 : 0;
    }
}
