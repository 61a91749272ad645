using Serverless.Payments.Amounts;

namespace Serverless.Payments.Billing;

/// <summary>Which invoices are looked for (SAN-3). What is left out does not narrow.</summary>
/// <param name="Payer">Must be given: invoices are kept by payer. Its case and the number of its spaces do not matter.</param>
public sealed record BillingFilter(string Payer)
{
    /// <summary>The most characters of a location.</summary>
    public const int LocationCharsMax = 80;

    /// <summary>One of the invoice's lines is for it, in any case of letters.</summary>
    public string? Location { get; init; }

    /// <summary>The invoice's number, whole.</summary>
    public string? Invoice { get; init; }

    public string? ClientId { get; init; }

    /// <summary>Those that have no balance as well.</summary>
    public bool IncludePaid { get; init; }

    /// <summary>Those alone of which a line has posts above zero, which can be taken back (SAN-7); with or without a balance.</summary>
    public bool OnlyPaid { get; init; }

    /// <summary>Those of this status alone, with or without a balance.</summary>
    public InvoiceStatus? Status { get; init; }

    public DateOnly? InvoiceFrom { get; init; }

    /// <summary>Included, as all ends are.</summary>
    public DateOnly? InvoiceTo { get; init; }

    /// <summary>One of the invoice's lines is of a day in this range.</summary>
    public DateOnly? ServiceFrom { get; init; }

    public DateOnly? ServiceTo { get; init; }

    /// <summary>Whether invoices without a balance may be among those looked for.</summary>
    internal bool ReachesPaid => IncludePaid || OnlyPaid || Status == InvoiceStatus.BillPaid;

    /// <summary>Whether the invoice, as it stands, is looked for.</summary>
    public bool Matches(BillingInvoice invoice)
    {
        var figures = InvoiceFigures.Of(invoice);
        return IsOf(invoice.Payer)
            && (Invoice is null || invoice.Number == Invoice)
            && (ClientId is null || invoice.ClientId == ClientId)
            && (ReachesPaid || figures.Balance != Money.Zero)
            && (!OnlyPaid || figures.Lines.Any(line => line.Posts > Money.Zero))
            && (Status is null || figures.Status == Status)
            && IsWithin(invoice.InvoiceDate, InvoiceFrom, InvoiceTo)
            && (Location is null || invoice.Lines.Any(line => line.Location.Equals(Location, StringComparison.OrdinalIgnoreCase)))
            && invoice.Lines.Any(line => IsWithin(line.ServiceDate, ServiceFrom, ServiceTo));
    }

    private bool IsOf(string payer) => payer == Payer || BillingKeys.FoldPayer(payer) == BillingKeys.FoldPayer(Payer);

    private static bool IsWithin(DateOnly day, DateOnly? from, DateOnly? to) => (from is null || day >= from) && (to is null || day <= to);
}

/// <param name="Items">By client, then by invoice number.</param>
/// <param name="Next">Where the next page goes on; null where there is none. A page that has a next one may hold fewer than asked for, or none.</param>
public sealed record BillingPage(IReadOnlyList<BillingInvoice> Items, string? Next)
{
    /// <summary>Invoices that were looked at for it.</summary>
    internal int LookedAt { get; init; }
}
