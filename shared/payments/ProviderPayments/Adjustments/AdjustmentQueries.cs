using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;

namespace Serverless.Payments.ProviderPayments.Adjustments;

/// <summary>Reads adjustments for a caller; what the caller may not see is not there.</summary>
public sealed class AdjustmentQueries(AdjustmentRecords records, AdjustmentIndex index, PaymentVisibility visibility)
{
    private const char Separator = '|';

    public async Task<Adjustment?> FindAsync(Caller caller, string id, CancellationToken cancellation = default)
        => await records.FindAsync(id, cancellation) is { } adjustment && await visibility.IsVisibleAsync(caller, adjustment.ProviderId, adjustment.ClientId, cancellation) ? adjustment : null;

    public async Task<IReadOnlyList<AdjustmentMove>?> HistoryAsync(Caller caller, string id, CancellationToken cancellation = default)
        => await FindAsync(caller, id, cancellation) is { } adjustment ? await records.HistoryAsync(adjustment, cancellation) : null;

    /// <summary>Whether a page can have answered the text as next, so that <see cref="ListAsync"/> goes on from there.</summary>
    public static bool IsPlace(string after) => Read(after) is not null;

    /// <summary>A page of the adjustments that the caller sees, by status and then by id.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="filter">Which of them.</param>
    /// <param name="after">What the page before answered as next; null for the first.</param>
    /// <param name="top">At most this many, above zero.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="FormatException">No page has answered <paramref name="after"/>.</exception>
    public async Task<AdjustmentPage> ListAsync(Caller caller, AdjustmentFilter filter, string? after, int top, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        var (first, id) = after is null ? (default(AdjustmentStatus), null) : Read(after) ?? throw new FormatException("after is what the page before answered as next, unchanged.");
        var items = new List<Adjustment>();
        foreach (var listed in Enum.GetValues<AdjustmentStatus>().Where(listed => listed >= first && (filter.Status is null || listed == filter.Status)))
        {
            await foreach (var adjustment in index.ReadAsync(listed, listed == first ? id : null, cancellation))
            {
                if (!filter.Finds(adjustment) || !await visibility.IsVisibleAsync(caller, adjustment.ProviderId, adjustment.ClientId, cancellation))
                {
                    continue;
                }

                // One more than asked for tells that there is a next page.
                if (items.Count == top)
                {
                    return new(items, $"{items[^1].Status}{Separator}{items[^1].Id}");
                }

                items.Add(adjustment);
            }
        }

        return new(items, null);
    }

    private static (AdjustmentStatus Status, string? Id)? Read(string after)
        => after.Split(Separator) is [var status, var id] && Enum.GetNames<AdjustmentStatus>().Contains(status, StringComparer.Ordinal) && ProviderPaymentIds.IsAdjustment(id)
            ? (Enum.Parse<AdjustmentStatus>(status), id)
            : null;
}

/// <summary>Which adjustments are asked for; null asks for all.</summary>
/// <param name="Period">The service period of the payments that they correct.</param>
public sealed record AdjustmentFilter(AdjustmentStatus? Status = null, string? Period = null, string? ProviderId = null)
{
    public bool Finds(Adjustment adjustment)
        => (Status is null || adjustment.Status == Status) && (Period is null || adjustment.Period == Period) && (ProviderId is null || adjustment.ProviderId == ProviderId);
}

/// <param name="Next">Asks for the rest as <c>after</c>; null where there is none.</param>
public sealed record AdjustmentPage(IReadOnlyList<Adjustment> Items, string? Next);
