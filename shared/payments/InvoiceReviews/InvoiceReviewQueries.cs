using Serverless.Payments.Identity;

namespace Serverless.Payments.InvoiceReviews;

/// <summary>Reads invoices under review for a caller; what the caller may not see is not there.</summary>
public sealed class InvoiceReviewQueries(InvoiceReviewRecords records, InvoiceReviewLists lists)
{
    /// <summary>Invoices in one page.</summary>
    public const int TopMax = 500;

    /// <summary>Rows looked at for one page, so that a filter that finds little does not read for ever.</summary>
    private const int LookedAtMax = 2_000;

    public async Task<ReviewedInvoice?> FindAsync(Caller caller, string id, CancellationToken cancellation = default)
        => await records.FindAsync(id, cancellation) is { } invoice && InvoiceReviewRules.IsVisible(caller, invoice) ? invoice : null;

    /// <summary>The invoice with its lines.</summary>
    public async Task<(ReviewedInvoice Invoice, IReadOnlyList<ReviewLine> Lines)?> FindWithLinesAsync(Caller caller, string id, CancellationToken cancellation = default)
        => await FindAsync(caller, id, cancellation) is { } invoice ? (invoice, await records.LinesAsync(invoice, cancellation)) : null;

    public async Task<IReadOnlyList<ReviewMove>?> HistoryAsync(Caller caller, string id, CancellationToken cancellation = default)
        => await FindAsync(caller, id, cancellation) is { } invoice ? await records.HistoryAsync(invoice, cancellation) : null;

    /// <summary>A page of the invoices that the caller may see, in the order of receipt.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="status">Only those in it; null for all.</param>
    /// <param name="provider">Only that provider's; null for all.</param>
    /// <param name="after">What the page before answered as next; null for the first.</param>
    /// <param name="top">At most this many, 1 to <see cref="TopMax"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<ReviewPage> ListAsync(Caller caller, ReviewStatus? status = null, string? provider = null, string? after = null, int top = 100, CancellationToken cancellation = default)
    {
        var ofProvider = caller.IsStaff ? provider : caller.ProviderId;
        if (!caller.IsStaff && (ofProvider is null || (provider ?? ofProvider) != ofProvider))
        {
            return new ReviewPage([], null);
        }

        var items = new List<ReviewedInvoice>();
        var lookedAt = 0;
        await foreach (var (key, invoice) in lists.ReadAsync(PartitionFor(status, ofProvider), after, cancellation))
        {
            if (invoice is not null && (status ?? invoice.Status) == invoice.Status && (ofProvider ?? invoice.ProviderId) == invoice.ProviderId && InvoiceReviewRules.IsVisible(caller, invoice))
            {
                items.Add(invoice);
            }

            if (items.Count == top || ++lookedAt == LookedAtMax)
            {
                return new ReviewPage(items, key);
            }
        }

        return new ReviewPage(items, null);
    }

    private static string PartitionFor(ReviewStatus? status, string? provider)
    {
        if (provider is not null)
        {
            return InvoiceReviewKeys.ProviderListPartition(provider);
        }

        return status is { } only ? InvoiceReviewKeys.StatusPartition(only) : InvoiceReviewKeys.AllPartition;
    }
}

/// <param name="Next">What asks for the rest, or null where there is none. A page may hold fewer than asked for and still have a next one.</param>
public sealed record ReviewPage(IReadOnlyList<ReviewedInvoice> Items, string? Next);
