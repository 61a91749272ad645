using Serverless.Payments.Directory;
using Serverless.Payments.Identity;

namespace Serverless.Payments.ProviderPayments.Lists;

/// <summary>
/// Lists the payments of a service period for a caller (CARE-4). Every answer goes over all of the period's payments in memory, so
/// that tabs, counts, sorts and searches are exact whatever is asked for; what changed since the last answer is read before.
/// </summary>
public sealed class ProviderPaymentPages(ProviderPaymentLists lists, AgencyDirectory directory, TimeProvider time)
{
    /// <summary>Items in one page.</summary>
    public const int TopMax = 500;

    private readonly PeriodViews views = new(lists);
    private readonly ListedVisibility visibility = new(directory, time);

    /// <summary>Whether a page in this sort can have answered the text as next, so that <see cref="ListAsync"/> goes on from there.</summary>
    public static bool IsPlace(string after, PeriodQuery query) => Bookmark.TryRead(after, query, out _);

    /// <summary>A page of a tab, with what every tab holds for the caller. Whatever was shown before the call is in it.</summary>
    /// <param name="caller">Who asks; what the caller may not see is neither listed nor counted.</param>
    /// <param name="query">What is asked for.</param>
    /// <param name="after">What the page before, in the same sort, answered as next; null for the first.</param>
    /// <param name="top">At most this many, 1 to <see cref="TopMax"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="FormatException">There is no such period, or no page in this sort has answered <paramref name="after"/>.</exception>
    /// <exception cref="ArgumentException">The page is too large, or the search too long.</exception>
    public async Task<PeriodPage> ListAsync(Caller caller, PeriodQuery query, string? after = null, int top = 100, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(top, TopMax);
        if (query.Search?.Length > PeriodQuery.SearchCharsMax)
        {
            throw new ArgumentException($"A search has at most {PeriodQuery.SearchCharsMax} characters, not {query.Search.Length}.", nameof(query));
        }

        var period = ServicePeriod.Parse(query.Period).ToString();
        var selection = new PageSelection(query, after is null ? null : Bookmark.Read(after, query), top);
        var snapshot = await views.ReadAsync(period, cancellation);
        var isVisible = await visibility.OfAsync(caller, snapshot, cancellation);
        foreach (var shard in snapshot.Shards)
        {
            foreach (var item in shard)
            {
                if (isVisible(item))
                {
                    selection.Add(item);
                }
            }
        }

        return selection.ToPage();
    }
}
