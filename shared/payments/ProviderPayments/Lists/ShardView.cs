using System.Collections.Concurrent;
using System.Collections.Immutable;
using Serverless.Storage;

namespace Serverless.Payments.ProviderPayments.Lists;

/// <summary>A shard of a period in memory. One call at a time refreshes it; <see cref="Items"/> may be read meanwhile.</summary>
/// <param name="lists">Where the rows are.</param>
/// <param name="period">The service period.</param>
/// <param name="shard">Which.</param>
/// <param name="texts">Texts that many payments have alike, kept once.</param>
internal sealed class ShardView(ProviderPaymentLists lists, string period, int shard, ConcurrentDictionary<string, string> texts)
{
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private long last;

    /// <summary>What the shard showed at the last refresh, each payment once.</summary>
    public ImmutableArray<ListedPayment> Items { get; private set; } = [];

    /// <summary>Reads what has changed since.</summary>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        // It ends, because only rows behind the last one follow, and a turn of the writers fills no page.
        for (long? next = last; next is { } after;)
        {
            var page = await lists.ReadAsync(period, shard, after, TableLimits.PageRowsMax, cancellation);
            if (page.Items.Count > 0)
            {
                Items = Changed(page.Items);
            }

            // After every page, so that a refresh that fails in the middle leaves nothing out.
            last = page.Last;
            next = page.Next;
        }
    }

    private ImmutableArray<ListedPayment> Changed(IReadOnlyList<ListedPayment> items)
    {
        var changed = ImmutableArray.CreateBuilder<ListedPayment>(Items.Length + items.Count);
        changed.AddRange(Items);
        foreach (var item in items.Select(Shared))
        {
            // A row behind another is the later one, so that it replaces what is known.
            if (places.TryAdd(item.Id, changed.Count))
            {
                changed.Add(item);
            }
            else
            {
                changed[places[item.Id]] = item;
            }
        }

        return changed.DrainToImmutable();
    }

    private ListedPayment Shared(ListedPayment item) => item with
    {
        Period = period,
        ProviderId = texts.GetOrAdd(item.ProviderId, item.ProviderId),
        ProviderName = texts.GetOrAdd(item.ProviderName, item.ProviderName),
        ServiceCode = texts.GetOrAdd(item.ServiceCode, item.ServiceCode),
    };
}
