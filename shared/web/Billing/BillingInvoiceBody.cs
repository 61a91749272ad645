using System.Text.Json.Serialization;
using Serverless.Payments.Amounts;
using Serverless.Payments.Billing;
using Serverless.Payments.Codes;

namespace Serverless.Web.Billing;

/// <summary>A page of invoices.</summary>
/// <param name="Next">To be sent as <c>after</c> for the rest; null where there is none. A page may hold fewer than asked for and have a next one.</param>
public sealed record BillingInvoiceList(IReadOnlyList<BillingInvoiceItem> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);

/// <summary>An invoice with what it comes to (SAN-5): balance = billed − posts − adjustments.</summary>
/// <param name="Lines">How many visits it has.</param>
/// <param name="Posts">Cash, less what was taken back.</param>
public sealed record BillingInvoiceItem(string Number, string Payer, string ClientId, DateOnly InvoiceDate, int Lines, Money Billed, Money Posts, Money Adjustments, Money Balance, string Status, int Version)
{
    public static BillingInvoiceItem Of(BillingInvoice invoice)
    {
        var figures = InvoiceFigures.Of(invoice);
        return new BillingInvoiceItem(
            invoice.Number, invoice.Payer, invoice.ClientId, invoice.InvoiceDate, invoice.Lines.Count, figures.Billed, figures.Posts, figures.Adjustments, figures.Balance, figures.Status.DisplayName(), invoice.Version);
    }
}

/// <summary>An invoice with its visits, and everything that was posted to it.</summary>
/// <param name="Payments">Payments and credits, the first one first.</param>
public sealed record BillingInvoiceBody(
    string Number,
    string Payer,
    string ClientId,
    DateOnly InvoiceDate,
    Money Billed,
    Money Posts,
    Money Adjustments,
    Money Balance,
    string Status,
    int Version,
    DateTimeOffset CreatedAt,
    IReadOnlyList<BillingLineBody> Lines,
    IReadOnlyList<PaymentOrCredit> Payments)
{
    public const string Root = "/api/billing/invoices";

    public static BillingInvoiceBody Of(BillingInvoice invoice)
    {
        var figures = InvoiceFigures.Of(invoice);
        return new BillingInvoiceBody(
            invoice.Number,
            invoice.Payer,
            invoice.ClientId,
            invoice.InvoiceDate,
            figures.Billed,
            figures.Posts,
            figures.Adjustments,
            figures.Balance,
            figures.Status.DisplayName(),
            invoice.Version,
            invoice.CreatedAt,
            [.. figures.Lines.Select(BillingLineBody.Of)],
            [.. invoice.Postings.SelectMany(PaymentOrCredit.Of)]);
    }
}

/// <summary>A visit.</summary>
public sealed record BillingLineBody(int Line, DateOnly ServiceDate, string Location, string Description, Money Billed, Money Posts, Money Adjustments, Money Balance, string Status)
{
    public static BillingLineBody Of(LineFigures figures) => new(
        figures.Line.Line, figures.Line.ServiceDate, figures.Line.Location, figures.Line.Description, figures.Line.Billed, figures.Posts, figures.Adjustments, figures.Balance, figures.Status.DisplayName());
}

/// <summary>What was posted to a line.</summary>
/// <param name="Date">The date that the batch's transactions are applied.</param>
/// <param name="BatchId">The remittance.</param>
/// <param name="Check">The check within it, from 1.</param>
/// <param name="Kind"><c>payment</c>, <c>takeback</c>, <c>denial</c>, <c>adjustment</c>, <c>write-off</c> or <c>overhead</c>.</param>
/// <param name="Amount">Above zero it lessens the balance.</param>
/// <param name="Type">Of what moved no cash: its code; left out otherwise.</param>
public sealed record PaymentOrCredit(DateOnly Date, long BatchNumber, string BatchId, int Check, string RefNo, int Line, string Kind, Money Amount, string? Type, string By, DateTimeOffset At)
{
    public static IEnumerable<PaymentOrCredit> Of(InvoicePosting posting)
    {
        if (posting.IsDenied)
        {
            yield return Row("denial", Money.Zero, null);
        }

        if (posting.Post != Money.Zero)
        {
            yield return Row(posting.Post > Money.Zero ? "payment" : "takeback", posting.Post, null);
        }

        foreach (var adjustment in posting.Adjustments)
        {
            yield return Row(KindOf(adjustment.Kind), adjustment.Amount, adjustment.Type);
        }

        PaymentOrCredit Row(string kind, Money amount, string? type)
            => new(posting.BatchDate, posting.BatchNumber, posting.RemittanceId, posting.Check, posting.RefNo, posting.Line, kind, amount, type, posting.By, posting.At);
    }

    private static string KindOf(AdjustmentKind kind) => kind switch
    {
        AdjustmentKind.WriteOff => "write-off",
        AdjustmentKind.Overhead => "overhead",
        _ => "adjustment",
    };
}
