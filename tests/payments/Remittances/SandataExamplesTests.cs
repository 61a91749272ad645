using Serverless.Payments.Billing;
using Serverless.Payments.Remittances;

namespace Serverless.Payments.Tests.Remittances;

/// <summary>The worked examples of SAN-10, with exactly those numbers.</summary>
[Trait("Req", "SAN-10")]
public sealed class SandataExamplesTests
{
    [Fact]
    [Trait("Req", "SAN-5")]
    public void A_check_of_1950_on_an_invoice_of_2020_16_leaves_70_16_and_a_contractual_adjustment_of_that_leaves_nothing()
    {
        var session = PaperSession.Of(1_950.00m).Bill("INV-1", 2_020.16m).AddCheck(1_950.00m);
        session.Put("INV-1", post: 1_950.00m);
        Assert.Equal((70.16m, 0.00m, 0.00m), (session.Balance("INV-1"), session.Remaining, session.BatchBalance));

        session.Put("INV-1", adjustment: 70.16m, type: PaperSession.Contractual);
        Assert.Equal(0.00m, session.Balance("INV-1"));
        var row = Assert.Single(session.Queue());
        Assert.Equal((2_020.16m, 1_950.00m, 70.16m, "CO", 0.00m), (row.Billed.Amount, row.Post.Amount, row.Adjustment.Amount, row.Type, row.Balance.Amount));
        Assert.Equal((0.00m, 0.00m), (session.Remaining, session.BatchBalance));
        Assert.Null(session.Act(state => RemittanceRules.Post(state, [], "biller", default)).Refusal);
    }

    [Fact]
    [Trait("Req", "SAN-7")]
    public void Takebacks_of_200_on_two_paid_lines_leave_600_of_a_batch_of_1000_and_200_open_on_each_line()
    {
        var session = PaperSession.Of(-1_000.00m, PaperSession.Takeback).Bill("INV-1", 200.00m, 200.00m).Posted("INV-1", 1, 200.00m).Posted("INV-1", 2, 200.00m).AddCheck(-1_000.00m);
        session.Put("INV-1", post: -200.00m, line: 1).Put("INV-1", post: -200.00m, line: 2);
        Assert.Null(session.Refusal);
        Assert.Equal((-600.00m, -600.00m), (session.BatchBalance, session.Remaining));
        Assert.Equal((200.00m, 200.00m), (session.Balance("INV-1", 1), session.Balance("INV-1", 2)));
        Assert.Equal(InvoiceStatus.TakenBack, session.Status("INV-1"));
        Assert.Equal([-200.00m, -200.00m], session.Queue().Select(row => row.Post.Amount));
    }

    [Theory]
    [Trait("Req", "SAN-9")]
    [InlineData(true)]
    [InlineData(false)]
    public void A_payment_of_1000_on_an_invoice_of_1200_with_the_rest_written_off_leaves_nothing(bool isByCheckBox)
    {
        var session = PaperSession.Of(1_000.00m).Bill("INV-1", 1_200.00m).AddCheck(1_000.00m, writeOffBalance: isByCheckBox).Put("INV-1", post: 1_000.00m);
        if (!isByCheckBox)
        {
            Assert.Equal(200.00m, session.Balance("INV-1"));
            session.WriteOff("INV-1");
        }

        var row = Assert.Single(session.Queue());
        Assert.Equal((1_000.00m, 200.00m, "WO", 0.00m), (row.Post.Amount, row.Adjustment.Amount, row.Type, row.Balance.Amount));
        Assert.Equal((0.00m, 0.00m, InvoiceStatus.BillPaid), (session.Remaining, session.BatchBalance, row.Status));
    }

    [Fact]
    [Trait("Req", "SAN-8")]
    public void An_overhead_of_30_a_visit_is_paid_with_it_and_adjusted_by_minus_30_so_that_nothing_is_left()
    {
        var session = PaperSession.Of(251.00m).Bill("INV-1", 95.50m, 95.50m).AddCheck(251.00m);
        foreach (var line in (int[])[1, 2])
        {
            session.Put("INV-1", post: 125.50m, adjustment: -30.00m, type: PaperSession.Overhead, line: line);
            Assert.Null(session.Refusal);
        }

        Assert.Equal([(125.50m, -30.00m, 0.00m), (125.50m, -30.00m, 0.00m)], session.Queue().Select(row => (row.Post.Amount, row.Adjustment.Amount, row.Balance.Amount)));
        Assert.Equal((0.00m, 0.00m, 0.00m), (session.Balance("INV-1"), session.Remaining, session.BatchBalance));
    }
}
