using Serverless.Payments.InvoiceReviews;
using Serverless.Payments.Ledger;
using Serverless.Payments.MassPayments;
using Serverless.Payments.Tests.InvoiceReviews;
using Serverless.Testing;

namespace Serverless.Payments.Tests.MassPayments;

/// <summary>A sum may be larger than any single amount, and what holds it is read all the same.</summary>
public sealed class LargeTotalTests
{
    private const string Largest = "999999999.99";

    [Fact]
    [Trait("Req", "KEES-8")]
    [Trait("Req", "ALL-1")]
    public async Task An_invoice_of_the_largest_amounts_is_received_and_listed()
    {
        await using var world = await PaymentsWorld.CreateAsync();
        var desk = await InvoiceDesk.OpenAsync(world);
        var invoice = await desk.ReceiveAsync(InvoiceDesk.Csv("INV-1", InvoiceDesk.Line(amount: Largest), InvoiceDesk.Line(client: "2000000002", amount: Largest)));
        var listed = await world.Application.InvoiceReviews.Queries.ListAsync(InvoiceDesk.Office, ReviewStatus.Received);
        Assert.Equal((invoice.Id, "1999999999.98"), (Assert.Single(listed.Items).Id, listed.Items[0].Total.ToString()));
    }

    [Fact]
    [Trait("Req", "KEES-6")]
    [Trait("Req", "ALL-1")]
    public async Task A_mass_payment_of_the_largest_amounts_is_approved_and_booked()
    {
        await using var world = await MassWorld.CreateAsync(people: 2);
        var page = await world.DraftAsync(MassWorld.Entry(1, amount: Largest), MassWorld.Entry(2, amount: Largest));
        Assert.Equal(MassPaymentStatus.Approved, (await world.ApproveAsync(page)).Page?.Status);
        Assert.Equal("1999999999.98", (await world.Application.MassPayments.FindAsync(page.Id))!.Total.ToString());
        Assert.Equal(1_999_999_999.98m, (await world.BalancesAsync())[Accounts.Encumbrances]);
    }
}
