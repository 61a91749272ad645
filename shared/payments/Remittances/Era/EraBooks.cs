using Serverless.Payments.Amounts;
using Serverless.Payments.Billing;

namespace Serverless.Payments.Remittances.Era;

/// <summary>The invoices that the file speaks of, as they stand and with what its earlier checks did to them.</summary>
internal sealed class EraBooks(IReadOnlyDictionary<string, BillingInvoice> invoices)
{
    /// <summary>The most postings of an invoice after a file's; the others are left for what is typed to mend it.</summary>
    public const int PostingsMax = BillingInvoice.PostingsMax - 200;

    private readonly Dictionary<string, Dictionary<int, EraLine>> touched = new(StringComparer.Ordinal);

    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);

    public BillingInvoice? Find(string number) => invoices.GetValueOrDefault(number);

    /// <summary>Each line's figures, to be moved by <see cref="Keep"/>.</summary>
    public Dictionary<int, EraLine> LinesOf(BillingInvoice invoice)
        => touched.TryGetValue(invoice.Number, out var lines)
            ? new(lines)
            : InvoiceFigures.Of(invoice).Lines.ToDictionary(figures => figures.Line.Line, figures => new EraLine(figures.Line, figures.Posts, figures.Adjustments));

    /// <summary>Counts what a claim posts to an invoice, where there is room for it.</summary>
    public bool TryCount(BillingInvoice invoice, int postings)
    {
        var count = counts.GetValueOrDefault(invoice.Number, invoice.Postings.Count) + postings;
        if (count > PostingsMax)
        {
            return false;
        }

        counts[invoice.Number] = count;
        return true;
    }

    public void Keep(BillingInvoice invoice, Dictionary<int, EraLine> lines) => touched[invoice.Number] = lines;
}

/// <summary>A line with its figures.</summary>
internal sealed record EraLine(BillingLine Line, Money Posts, Money Adjustments)
{
    public Money Balance => Line.Billed - Posts - Adjustments;

    public EraLine With(QueuedLine queued) => this with { Posts = Posts + queued.Post, Adjustments = Adjustments + queued.Adjustment };

    /// <summary>Whether the figures are those that a line can have.</summary>
    public bool Holds => Balance >= Money.Zero && Balance <= Line.Billed && Posts >= Money.Zero;
}
