using Serverless.Payments.Directory;
using Serverless.Storage;

namespace Serverless.Payments.Billing;

/// <summary>Finds the invoices of a payer, as they stand (SAN-3).</summary>
public sealed class BillingQueries(ITableStore tables, BillingRecords records)
{
    /// <summary>The most that one page holds.</summary>
    public const int TopMax = 500;

    /// <summary>Invoices looked at for one page, so that a filter that few match does not read a whole payer at once.</summary>
    public const int LookedAtMax = 2_000;

    private const int PageRowsMin = 100;

        /// <summary>Invoices read at one time where the rows that were found only name them.</summary>
    private const int ReadsAtOnce = 16;

    /// <summary>A page of the payer's invoices by client and number. An invoice that is posted meanwhile is in it or not; none is in two pages.</summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="after">What the page before answered as next, unchanged.</param>
    /// <param name="top">At most so many, 1 to <see cref="TopMax"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<BillingPage> ListAsync(BillingFilter filter, string? after, int top, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(top, TopMax);
        if (filter.Invoice is { } number)
        {
            var one = await records.FindAsync(number, cancellation);
            return new BillingPage(one is not null && filter.Matches(one) && IsAfter(PlaceOf(one), after) ? [one] : [], null);
        }

        if (RangeOf(filter, after) is not { } range)
        {
            return new BillingPage([], null);
        }

        return await ReadAsync(filter, range, top, cancellation);
    }

    /// <summary>Whether the text can be what a page answered as next.</summary>
    public static bool IsNext(string text)
        => text.Split('|') is [var client, var number] && Client.IsId(client) && BillingKeys.IsNumber(number);

    private async Task<BillingPage> ReadAsync(BillingFilter filter, RowRange range, int top, CancellationToken cancellation)
    {
        var partition = BillingKeys.PayerPartition(filter.Payer);
        var items = new List<BillingInvoice>();
        var lookedAt = 0;
        string? continuation = null;
        do
        {
            var page = await tables.QueryAsync(Tables.Billing, partition, range, Math.Min(Math.Max(top, PageRowsMin), LookedAtMax - lookedAt), continuation, cancellation);
            var invoices = await StandingAsync(partition, page.Rows, cancellation);
            for (var index = 0; index < page.Rows.Count; index++)
            {
                if (invoices[index] is { } invoice && filter.Matches(invoice))
                {
                    items.Add(invoice);
                }

                lookedAt++;
                var isLast = index == page.Rows.Count - 1 && page.Continuation is null;
                if (!isLast && (items.Count == top || lookedAt == LookedAtMax))
                {
                    return new BillingPage(items, page.Rows[index].RowKey[BillingKeys.InvoicePrefix.Length..]) { LookedAt = lookedAt };
                }
            }

            continuation = page.Continuation;
        }
        while (continuation is not null);
        return new BillingPage(items, null) { LookedAt = lookedAt };
    }

    /// <summary>The invoice of each row, which is its own or one that names it; null where it is not there.</summary>
    private async Task<BillingInvoice?[]> StandingAsync(string partition, IReadOnlyList<TableRow> rows, CancellationToken cancellation)
    {
        var standing = new BillingInvoice?[rows.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(Enumerable.Range(0, rows.Count), options, async (index, stop) =>
        {
            var row = rows[index];
            var stored = row.RowKey.StartsWith(BillingKeys.InvoicePrefix, StringComparison.Ordinal)
                ? row
                : await tables.GetAsync(Tables.Billing, partition, BillingKeys.InvoicePrefix + row.RowKey[BillingKeys.OpenPrefix.Length..], stop);
            standing[index] = stored is null ? null : (await records.ReadAsync(stored, stop)).Standing;
        });
        return standing;
    }

    /// <summary>Null where nothing can be behind the page before.</summary>
    private static RowRange? RangeOf(BillingFilter filter, string? after)
    {
        var prefix = filter.ReachesPaid ? BillingKeys.InvoicePrefix : BillingKeys.OpenPrefix;
        var range = RowRange.StartingWith(filter.ClientId is { } client ? $"{prefix}{client}|" : prefix);
        if (after is null)
        {
            return range;
        }

        // '-' is the first character that can follow in a number, and '!' stands before it.
        var from = $"{prefix}{after}!";
        return string.CompareOrdinal(from, range.Before) >= 0 ? null
            : range with { From = string.CompareOrdinal(from, range.From) > 0 ? from : range.From };
    }

    private static string PlaceOf(BillingInvoice invoice) => $"{invoice.ClientId}|{invoice.Number}";

    private static bool IsAfter(string place, string? after) => after is null || string.CompareOrdinal(place, after) > 0;
}
