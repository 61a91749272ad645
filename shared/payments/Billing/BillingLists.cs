namespace Serverless.Payments.Billing;

/// <summary>Invoices of every payer, payer by payer in the order of their names.</summary>
public sealed class BillingLists(BillingPayers payers, BillingQueries queries, BillingRecords records)
{
    private const char Separator = '|';

    /// <summary>A page of them; of each payer by client and number.</summary>
    /// <param name="filter">Which ones; its payer is put in here.</param>
    /// <param name="after">What the page before answered as next, unchanged.</param>
    /// <param name="top">At most so many, 1 to <see cref="BillingQueries.TopMax"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<BillingPage> ListAsync(BillingFilter filter, string? after, int top, CancellationToken cancellation = default)
    {
        if (filter.Invoice is { } number)
        {
            return await OneAsync(filter, number, after, cancellation);
        }

        var (first, within) = Split(after);
        var left = (await payers.ListAsync(cancellation)).SkipWhile(payer => first is not null && payer.Partition != first).ToList();
        var items = new List<BillingInvoice>();
        var lookedAt = 0;
        for (var index = 0; index < left.Count; index++)
        {
            if (items.Count == top || lookedAt >= BillingQueries.LookedAtMax)
            {
                return new BillingPage(items, left[index].Partition);
            }

            var page = await queries.ListAsync(filter with { Payer = left[index].Name }, index == 0 ? within : null, top - items.Count, cancellation);
            items.AddRange(page.Items);
            lookedAt += page.LookedAt + 1;
            if (page.Next is { } next)
            {
                return new BillingPage(items, $"{left[index].Partition}{Separator}{next}");
            }
        }

        return new BillingPage(items, null);
    }

    /// <summary>Whether the text can be what a page answered as next.</summary>
    public static bool IsNext(string text)
        => Split(text) is ({ } partition, var within) && BillingKeys.IsPayerPartition(partition) && (within is null || BillingQueries.IsNext(within));

    /// <summary>The invoice of that number, whoever its payer; there is no page behind it.</summary>
    private async Task<BillingPage> OneAsync(BillingFilter filter, string number, string? after, CancellationToken cancellation)
        => after is null && await records.FindAsync(number, cancellation) is { } one && (filter with { Payer = one.Payer }).Matches(one)
            ? new BillingPage([one], null)
            : new BillingPage([], null);

    private static (string? Partition, string? Within) Split(string? after)
        => after?.IndexOf(Separator, StringComparison.Ordinal) is { } at and >= 0 ? (after[..at], after[(at + 1)..]) : (after, null);
}
