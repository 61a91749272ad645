using Serverless.Payments.Amounts;
using Serverless.Payments.Codes;

namespace Serverless.Payments.Billing;

/// <summary>What an invoice comes to, from its lines and what was posted to them (SAN-5): balance = billed − posts − adjustments.</summary>
public sealed record InvoiceFigures(IReadOnlyList<LineFigures> Lines)
{
    public Money Billed => Sum(line => line.Line.Billed);

    public Money Posts => Sum(line => line.Posts);

    public Money Adjustments => Sum(line => line.Adjustments);

    public Money Balance => Billed - Posts - Adjustments;

    public InvoiceStatus Status => Balance == Money.Zero ? InvoiceStatus.BillPaid
        : Lines.Any(line => line.Status == InvoiceStatus.TakenBack) ? InvoiceStatus.TakenBack
        : Lines.All(line => line.Status == InvoiceStatus.Denied) ? InvoiceStatus.Denied
        : Lines.All(line => line.Status == InvoiceStatus.Open) ? InvoiceStatus.Open
        : Lines.All(line => line.IsWhollyOwed) ? InvoiceStatus.Denied
        : InvoiceStatus.PartPaid;

    public static InvoiceFigures Of(BillingInvoice invoice)
    {
        var byLine = invoice.Postings.ToLookup(posting => posting.Line);
        return new InvoiceFigures([.. invoice.Lines.Select(line => LineFigures.Of(line, [.. byLine[line.Line]]))]);
    }

    /// <summary>The line of that number; null where the invoice has none.</summary>
    public LineFigures? Find(int line) => Lines.FirstOrDefault(figures => figures.Line.Line == line);

    private Money Sum(Func<LineFigures, Money> figure) => Lines.Aggregate(Money.Zero, (sum, line) => sum + figure(line));
}

/// <param name="Posts">The cash, less what was taken back.</param>
/// <param name="Adjustments">All of them, negative ones included.</param>
public sealed record LineFigures(BillingLine Line, Money Posts, Money Adjustments, InvoiceStatus Status)
{
    public Money Balance => Line.Billed - Posts - Adjustments;

    /// <summary>Nothing of it was paid or adjusted; it is open, or was denied.</summary>
    internal bool IsWhollyOwed => Posts == Money.Zero && Adjustments == Money.Zero && Status is InvoiceStatus.Open or InvoiceStatus.Denied;

    /// <param name="line">The line.</param>
    /// <param name="postings">What was posted to it, the first one first.</param>
    public static LineFigures Of(BillingLine line, IReadOnlyList<InvoicePosting> postings)
    {
        var posts = postings.Aggregate(Money.Zero, (sum, posting) => sum + posting.Post);
        var adjustments = postings.SelectMany(posting => posting.Adjustments).Aggregate(Money.Zero, (sum, adjustment) => sum + adjustment.Amount);
        var isWrittenOff = posts == Money.Zero && postings.SelectMany(posting => posting.Adjustments).Any(adjustment => adjustment.Kind == AdjustmentKind.WriteOff);
        return new LineFigures(line, posts, adjustments, StatusOf(line.Billed - posts - adjustments, isWrittenOff, posts != Money.Zero || adjustments != Money.Zero, postings));
    }

    private static InvoiceStatus StatusOf(Money balance, bool isWrittenOff, bool isTouched, IReadOnlyList<InvoicePosting> postings)
    {
        if (balance == Money.Zero)
        {
            return isWrittenOff ? InvoiceStatus.WrittenOff : InvoiceStatus.BillPaid;
        }

        return postings switch
        {
            [.., { IsDenied: true }] => InvoiceStatus.Denied,
            [.., var last] when last.Post < Money.Zero => InvoiceStatus.TakenBack,
            _ => isTouched ? InvoiceStatus.PartPaid : InvoiceStatus.Open,
        };
    }
}
