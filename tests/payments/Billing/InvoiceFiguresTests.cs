using Serverless.Payments.Amounts;
using Serverless.Payments.Billing;
using Serverless.Payments.Codes;

namespace Serverless.Payments.Tests.Billing;

/// <summary>The status of an invoice of two lines of 100.00, from what was posted to each.</summary>
[Trait("Req", "SAN-9")]
public sealed class InvoiceFiguresTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_invoice_is_denied_when_a_line_is_denied_and_the_other_is_open()
        => Assert.Equal(InvoiceStatus.Denied, StatusOf(Denied(1)));

    [Fact]
    public void An_invoice_is_denied_when_every_line_is_denied_whatever_was_paid_before()
    {
        Assert.Equal(InvoiceStatus.Denied, StatusOf(Denied(1), Denied(2)));
        Assert.Equal(InvoiceStatus.Denied, StatusOf(Paid(1, 10), Denied(1), Denied(2)));
    }

    [Fact]
    public void An_invoice_is_part_paid_when_something_was_paid_or_adjusted_beside_a_denial()
    {
        Assert.Equal(InvoiceStatus.PartPaid, StatusOf(Denied(1), Paid(2, 10)));
        Assert.Equal(InvoiceStatus.PartPaid, StatusOf(Denied(1), Paid(2, 100)));
        Assert.Equal(InvoiceStatus.PartPaid, StatusOf(Paid(1, 10), Denied(1)));
        Assert.Equal(InvoiceStatus.PartPaid, StatusOf(Denied(1), Adjusted(2, 10)));
        Assert.Equal(InvoiceStatus.PartPaid, StatusOf(Adjusted(1, 10), Denied(1)));
    }

    [Fact]
    public void An_invoice_is_open_when_nothing_was_posted_to_it()
        => Assert.Equal(InvoiceStatus.Open, StatusOf());

    private static InvoiceStatus StatusOf(params InvoicePosting[] postings) => InvoiceFigures.Of(new BillingInvoice
    {
        Number = "A",
        Payer = "Medicaid",
        ClientId = "1000000001",
        InvoiceDate = new(2026, 11, 22),
        Lines = [LineOf(1), LineOf(2)],
        Postings = postings,
        IntakeId = "intake",
        CreatedAt = At,
    }).Status;

    private static BillingLine LineOf(int line) => new(line, new(2026, 11, 2), "Home", "Visit", Money.Of(100));

    private static InvoicePosting Paid(int line, decimal post) => new("rm-1", 1, 1, "100", new(2026, 11, 23), line, Money.Of(post), [], false, "biller", At);

    private static InvoicePosting Adjusted(int line, decimal amount) => Paid(line, 0) with { Adjustments = [new("CO", AdjustmentKind.Contractual, Money.Of(amount))] };

    private static InvoicePosting Denied(int line) => Paid(line, 0) with { IsDenied = true };
}
