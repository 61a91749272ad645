using System.Runtime.CompilerServices;
using Serverless.Payments.Approvals.StandIns;
using Serverless.Payments.Identity;
using Serverless.Storage;

namespace Serverless.Payments.Approvals;

/// <summary>Reads payments for a caller; what the caller may not see is not there.</summary>
public sealed class PaymentQueries(ITableStore tables, PaymentRecords records, PaymentSights sights)
{
    /// <summary>Payments in one page.</summary>
    public const int TopMax = 500;

    /// <summary>Index rows looked at for one page, so that a filter that finds little does not read for ever.</summary>
    private const int LookedAtMax = 20_000;

    /// <summary>Rows read at one time of each partition in a merge, of which most are not needed.</summary>
    private const int MergedPageRows = 64;

    public async Task<Payment?> FindAsync(Caller caller, string paymentId, CancellationToken cancellation = default)
        => await records.FindAsync(paymentId, cancellation) is { } payment && await sights.Of(caller).SeesAsync(payment, cancellation) ? payment : null;

    public async Task<IReadOnlyList<PaymentMove>?> HistoryAsync(Caller caller, string paymentId, CancellationToken cancellation = default)
        => await FindAsync(caller, paymentId, cancellation) is { } payment ? await records.HistoryAsync(payment, cancellation) : null;

    /// <summary>
    /// A page of the payments that the caller may see. By status they come in the order of entering it, by provider
    /// or month in the order of submission, by client in the order of their ids, and all together by their last move.
    /// </summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="filter">Which payments.</param>
    /// <param name="after">What the page before answered as next; null for the first.</param>
    /// <param name="top">At most this many, 1 to <see cref="TopMax"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<PaymentPage> ListAsync(Caller caller, PaymentFilter filter, string? after = null, int top = 100, CancellationToken cancellation = default)
    {
        if (Narrowed(caller, filter) is not { } narrowed)
        {
            return new PaymentPage([], null);
        }

        filter = narrowed;
        var items = new List<Payment>();
        var lookedAt = 0;
        var sight = sights.Of(caller);
        await foreach (var (key, payment) in CandidatesAsync(filter, after, cancellation))
        {
            if (payment is not null && filter.Matches(payment) && await sight.SeesAsync(payment, cancellation))
            {
                items.Add(payment);
            }

            if (items.Count == top || ++lookedAt == LookedAtMax)
            {
                return new PaymentPage(items, key);
            }
        }

        return new PaymentPage(items, null);
    }

    /// <summary>The payments of a client whose status is the newest, the latest first. No list of a client is kept by time, so that all of them are looked at, up to a number.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="clientId">Whose payments.</param>
    /// <param name="top">At most this many.</param>
    /// <param name="lookedAtMax">Payments looked at.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<LatestPayments> LatestOfClientAsync(Caller caller, string clientId, int top, int lookedAtMax = LookedAtMax, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        var latest = new PriorityQueue<Payment, DateTimeOffset>();
        var (lookedAt, sight) = (0, sights.Of(caller));
        await foreach (var (_, payment) in OfClientAsync(clientId, null, cancellation))
        {
            if (lookedAt++ == lookedAtMax)
            {
                return new LatestPayments(Ordered(), IsCut: true);
            }

            var isLater = latest.Count < top || (latest.TryPeek(out _, out var oldest) && payment!.StatusSince > oldest);
            if (isLater && await sight.SeesAsync(payment!, cancellation))
            {
                latest.Enqueue(payment!, payment!.StatusSince);
                while (latest.Count > top)
                {
                    latest.Dequeue();
                }
            }
        }

        return new LatestPayments(Ordered(), IsCut: false);

        List<Payment> Ordered() => [.. latest.UnorderedItems.OrderByDescending(item => item.Priority).Select(item => item.Element)];
    }

    /// <summary>How many of the payments that the caller may see are in which status, whatever status the filter names.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="filter">Which payments.</param>
    /// <param name="lookedAtMax">Payments looked at in one status; where there are more, there are at least so many as counted.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<PaymentsByStatus> CountAsync(Caller caller, PaymentFilter filter, int lookedAtMax, CancellationToken cancellation = default)
    {
        var counts = PaymentStatuses.All.ToDictionary(status => status, _ => 0);
        var cut = new HashSet<PaymentStatus>();
        if (Narrowed(caller, filter with { Status = null }) is not { } narrowed)
        {
            return new PaymentsByStatus(counts, cut);
        }

        // Where no list is shorter than those by status, each of them is counted for itself, so that what is paid does not hide what waits.
        var sight = sights.Of(caller);
        IReadOnlyList<PaymentStatus?> passes = narrowed is { Client: null, Provider: null, Period: null } ? [.. PaymentStatuses.All.Cast<PaymentStatus?>()] : [null];
        foreach (var pass in passes)
        {
            var lookedAt = 0;
            await foreach (var (_, payment) in CandidatesAsync(narrowed with { Status = pass }, null, cancellation))
            {
                if (lookedAt++ == lookedAtMax)
                {
                    cut.UnionWith(pass is { } one ? [one] : PaymentStatuses.All);
                    break;
                }

                if (payment is not null && narrowed.Matches(payment) && await sight.SeesAsync(payment, cancellation))
                {
                    counts[payment.Status]++;
                }
            }
        }

        return new PaymentsByStatus(counts, cut);
    }

    /// <summary>The filter by which what the caller cannot see is not looked at; null where nothing is left. A provider sees its own alone, and a parent those of the child.</summary>
    private static PaymentFilter? Narrowed(Caller caller, PaymentFilter filter)
    {
        if (caller.IsStaff || caller.Is(Role.Coordinator) || caller.Roles.Count != 1)
        {
            return filter;
        }

        if (caller.Is(Role.Provider))
        {
            return filter.Provider is { } asked && asked != caller.ProviderId ? null : filter with { Provider = caller.ProviderId ?? string.Empty };
        }

        return caller.Is(Role.Parent) && filter.Client is null && caller.ChildIds is { Count: 1 } children ? filter with { Client = children.Single() } : filter;
    }

    /// <summary>The keys after the given one: no key of the index continues another, so a '!' behind it leads past it.</summary>
    private static RowRange After(string? after, RowRange all)
        => after is null || string.CompareOrdinal(after + "!", all.From) < 0 ? all : new RowRange(after + "!", all.Before);

    private IAsyncEnumerable<(string Key, Payment? Payment)> CandidatesAsync(PaymentFilter filter, string? after, CancellationToken cancellation)
    {
        if (filter.Client is { } client)
        {
            return OfClientAsync(client, after, cancellation);
        }

        var partitions = filter switch
        {
            { Status: { } status } => PaymentIndex.StatusPartitions(status),
            { Provider: { } provider } => [PaymentIndex.ProviderPartition(provider)],
            { Period: { } period } => PaymentIndex.PeriodPartitions(period),
            _ => PaymentStatuses.All.SelectMany(PaymentIndex.StatusPartitions),
        };
        return OfIndexAsync([.. partitions], after, cancellation);
    }

    private async IAsyncEnumerable<(string Key, Payment? Payment)> OfClientAsync(string clientId, string? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (!Directory.Client.IsId(clientId))
        {
            yield break;
        }

        await foreach (var row in tables.ScanAsync(Tables.Payments, clientId, After(after, RowRange.StartingWith(PaymentRowKeys.PaymentPrefix)), cancellation))
        {
            yield return (row.RowKey, Rows.Read<Payment>(row));
        }
    }

    private async IAsyncEnumerable<(string Key, Payment? Payment)> OfIndexAsync(IReadOnlyList<string> partitions, string? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var key in MergedAsync(partitions, after, cancellation))
        {
            var payment = await records.FindAsync(PaymentIndex.PaymentIdOf(key.Row), cancellation);
            yield return (key.Row, payment is not null && PaymentIndex.IsCurrent(key, payment) ? payment : null);
        }
    }

    /// <summary>The rows of several index partitions as one sequence, ordered by their keys.</summary>
    private async IAsyncEnumerable<IndexKey> MergedAsync(IReadOnlyList<string> partitions, string? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var heads = new PriorityQueue<IAsyncEnumerator<TableRow>, string>(StringComparer.Ordinal);
        var opened = new List<IAsyncEnumerator<TableRow>>();
        try
        {
            foreach (var partition in partitions)
            {
                var rows = tables.ScanAsync(Tables.PaymentIndex, partition, After(after, RowRange.All), MergedPageRows, cancellation).GetAsyncEnumerator(cancellation);
                opened.Add(rows);
                await EnqueueNextAsync(rows);
            }

            while (heads.TryDequeue(out var rows, out _))
            {
                yield return new IndexKey(rows.Current.PartitionKey, rows.Current.RowKey);
                await EnqueueNextAsync(rows);
            }
        }
        finally
        {
            foreach (var rows in opened)
            {
                await rows.DisposeAsync();
            }
        }

        async Task EnqueueNextAsync(IAsyncEnumerator<TableRow> rows)
        {
            if (await rows.MoveNextAsync())
            {
                heads.Enqueue(rows, rows.Current.RowKey);
            }
        }
    }
}
