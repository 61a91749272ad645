using Serverless.Payments.Amounts;
using Serverless.Payments.Billing;
using Serverless.Payments.Codes;
using Serverless.Payments.Remittances;
using static Serverless.Payments.Tests.Remittances.PaperSession;

namespace Serverless.Payments.Tests.Remittances;

/// <summary>Rows of the active records: what each button and each amount does, and what it is refused for.</summary>
public sealed class QueueRulesTests
{
    [Fact]
    [Trait("Req", "SAN-4")]
    public void P_pays_the_balance_and_is_refused_when_that_exceeds_Remaining()
    {
        var session = Of(500.00m).Bill("A", 300.00m).Bill("B", 200.01m).AddCheck(500.00m).Pay("A");
        Assert.Equal((0.00m, 200.00m), (session.Balance("A"), session.Remaining));
        Assert.Equal("EXCEEDS_REMAINING", session.Pay("B").Code);
        Assert.Equal((200.01m, 200.00m), (session.Balance("B"), session.Remaining));
    }

    [Fact]
    [Trait("Req", "SAN-4")]
    public void P_again_pays_the_same_and_counts_once()
        => Assert.Equal(200.00m, Of(500.00m).Bill("A", 300.00m).AddCheck(500.00m).Pay("A").Pay("A").Remaining);

    [Fact]
    [Trait("Req", "SAN-4")]
    public void P_beside_an_adjustment_pays_what_that_leaves()
    {
        var session = Of(500.00m).Bill("A", 300.00m).AddCheck(500.00m).Put("A", adjustment: 20.00m, type: Contractual).Pay("A");
        Assert.Equal((0.00m, 220.00m), (session.Balance("A"), session.Remaining));
    }

    [Fact]
    [Trait("Req", "SAN-4")]
    public void D_posts_nothing_and_leaves_the_balance()
    {
        var session = Of(0.00m).Bill("A", 300.00m).AddCheck(0.00m).Deny("A");
        var row = Assert.Single(session.Queue());
        Assert.Equal((0.00m, 0.00m, 300.00m, true, InvoiceStatus.Denied), (row.Post.Amount, row.Adjustment.Amount, row.Balance.Amount, row.IsDenied, row.Status));
    }

    [Fact]
    [Trait("Req", "SAN-4")]
    public void X_clears_the_row_and_clearing_it_again_changes_nothing()
    {
        var session = Of(500.00m).Bill("A", 300.00m).AddCheck(500.00m).Pay("A").Clear("A").Clear("A");
        Assert.Equal((null, 0, 500.00m), (session.Code, session.State.Queue.Count, session.Remaining));
    }

    [Fact]
    [Trait("Req", "SAN-4")]
    public void Clear_Queue_takes_every_row_of_every_check_and_begins_with_the_first_check()
    {
        var session = Of(500.00m).Bill("A", 300.00m).Bill("B", 200.00m).AddCheck(300.00m, "1").Pay("A").Next().AddCheck(200.00m, "2").Pay("B").Act(RemittanceRules.ClearQueue);
        Assert.Equal((0, 500.00m, "1"), (session.State.Queue.Count, session.BatchBalance, session.State.Remittance.CurrentCheck!.RefNo));
        Assert.Equal((2, 300.00m), (session.State.Remittance.Checks.Count, session.Remaining));
    }

    [Fact]
    [Trait("Req", "SAN-3")]
    public void An_invoices_row_spreads_over_its_lines_the_oldest_first()
    {
        var session = Of(250.00m).Bill("A", 100.00m, 100.00m, 100.00m).AddCheck(250.00m).Put("A", post: 250.00m);
        Assert.Equal([100.00m, 100.00m, 50.00m], session.Entry("A").Lines.Select(line => line.Post.Amount));
        session.Put("A", adjustment: 50.00m, type: Contractual);
        Assert.Equal([0.00m, 0.00m, 50.00m], session.Entry("A").Lines.Select(line => line.Adjustment.Amount));
        Assert.Equal(0.00m, session.Balance("A"));
    }

    [Fact]
    [Trait("Req", "SAN-3")]
    public void An_invoices_row_and_rows_of_its_lines_exclude_each_other()
    {
        var session = Of(500.00m).Bill("A", 100.00m, 100.00m).AddCheck(500.00m).Pay("A", line: 1);
        Assert.Equal("ROW_EXCLUDED", session.Pay("A").Code);
        Assert.Null(session.Clear("A").Pay("A").Code);
        Assert.Equal("ROW_EXCLUDED", session.Pay("A", line: 2).Code);
        Assert.Equal("ROW_EXCLUDED", session.Clear("A", line: 2).Code);
    }

    [Fact]
    [Trait("Req", "SAN-5")]
    public void An_adjustment_needs_a_type_and_a_type_an_amount()
    {
        var session = Of(500.00m).Bill("A", 300.00m).AddCheck(500.00m);
        Assert.Equal("ADJUSTMENT_WITHOUT_TYPE", session.Put("A", post: 200.00m, adjustment: 100.00m).Code);
        Assert.Equal("TYPE_WITHOUT_ADJUSTMENT", session.Put("A", post: 200.00m, type: Contractual).Code);
        Assert.Empty(session.State.Queue);
    }

    [Fact]
    [Trait("Req", "SAN-5")]
    public void An_adjustment_moves_no_cash_and_a_session_of_adjustments_and_denials_has_a_batch_and_a_check_of_nothing()
    {
        var session = Of(0.00m, Adjusting, ApplyAsForms.Adjustment).Bill("A", 300.00m).Bill("B", 100.00m).AddCheck(0.00m).Put("A", adjustment: 300.00m, type: Contractual).Deny("B");
        Assert.Equal((0.00m, 0.00m, 0.00m), (session.Balance("A"), session.Remaining, session.BatchBalance));
        Assert.Null(session.Act(state => RemittanceRules.Post(state, [], "biller", default)).Refusal);
        Assert.Equal("EXCEEDS_REMAINING", Of(0.00m, Adjusting, ApplyAsForms.Adjustment).Bill("A", 300.00m).AddCheck(0.00m).Put("A", post: 0.01m).Code);
    }

    [Fact]
    [Trait("Req", "SAN-8")]
    public void A_negative_adjustment_needs_a_code_that_is_marked_for_it()
    {
        var session = Of(330.00m).Bill("A", 300.00m).AddCheck(330.00m);
        Assert.Equal("NEGATIVE_NOT_ALLOWED", session.Put("A", post: 330.00m, adjustment: -30.00m, type: Contractual).Code);
        Assert.Null(session.Put("A", post: 330.00m, adjustment: -30.00m, type: Overhead).Code);
        Assert.Equal("NEGATIVE_NOT_ALLOWED", session.Put("A", type: Contractual).Code);
        Assert.Equal((0.00m, 0.00m), (session.Balance("A"), session.Remaining));
    }

    [Fact]
    [Trait("Req", "SAN-5")]
    public void No_line_is_paid_or_adjusted_beyond_its_balance()
    {
        var session = Of(900.00m).Bill("A", 300.00m).AddCheck(900.00m);
        Assert.Equal("EXCEEDS_BALANCE", session.Put("A", post: 300.01m, adjustment: 0.00m).Code);
        Assert.Equal("EXCEEDS_BALANCE", session.Put("A", post: 200.00m, adjustment: 100.01m, type: Contractual).Code);
        Assert.Equal("NOTHING_OPEN", session.Posted("A", 1, 300.00m).Pay("A").Code);
    }

    [Fact]
    [Trait("Req", "SAN-7")]
    public void A_takeback_on_an_unpaid_line_is_refused_and_so_is_more_than_was_paid()
    {
        var session = Of(-500.00m, Takeback).Bill("A", 300.00m, 100.00m).AddCheck(-500.00m);
        Assert.Equal("NOT_PAID", session.Put("A", post: -10.00m, line: 1).Code);
        session.Posted("A", 1, 200.00m);
        Assert.Equal("EXCEEDS_PAID", session.Put("A", post: -200.01m, line: 1).Code);
        Assert.Null(session.Put("A", post: -200.00m, line: 1).Code);
        Assert.Equal("NOT_PAID", session.Put("A", post: -10.00m, line: 2).Code);
    }

    [Fact]
    [Trait("Req", "SAN-7")]
    public void Payments_and_takebacks_are_never_mixed()
    {
        var takebacks = Of(-500.00m, Takeback).Bill("A", 300.00m).Posted("A", 1, 200.00m).AddCheck(-500.00m);
        Assert.Equal("PAYMENT_IN_TAKEBACK", takebacks.Put("A", post: 10.00m).Code);
        Assert.Equal("PAYMENT_IN_TAKEBACK", takebacks.Pay("A").Code);
        Assert.Equal("WRITE_OFF_IN_TAKEBACK", takebacks.WriteOff("A").Code);
        Assert.Equal("DENIAL_IN_TAKEBACK", takebacks.Deny("A").Code);
        Assert.Equal("TAKEBACK_IN_PAYMENTS", Of(500.00m).Bill("A", 300.00m).Posted("A", 1, 200.00m).AddCheck(500.00m).Put("A", post: -10.00m).Code);
    }

    [Fact]
    [Trait("Req", "SAN-7")]
    [Trait("Req", "SAN-8")]
    public void Overhead_that_was_paid_is_taken_back_with_an_adjustment_above_zero()
    {
        var session = Of(-230.00m, Takeback).Bill("A", 200.00m).Posted("A", 1, 230.00m, -30.00m, Overhead).AddCheck(-230.00m);
        Assert.Equal("EXCEEDS_BILLED", session.Put("A", post: -230.00m, adjustment: 0.00m).Code);
        Assert.Null(session.Put("A", post: -230.00m, adjustment: 30.00m, type: Overhead).Code);
        Assert.Equal((200.00m, 0.00m), (session.Balance("A"), session.Remaining));
    }

    [Fact]
    [Trait("Req", "SAN-9")]
    public void A_write_off_by_type_W_or_check_box_is_stored_alike_as_cash_and_write_off()
    {
        var byType = Of(200.00m).Bill("A", 300.00m).AddCheck(200.00m).Put("A", post: 200.00m, adjustment: 100.00m, type: WriteOffType);
        var byButton = Of(200.00m).Bill("A", 300.00m).AddCheck(200.00m).Put("A", post: 200.00m).WriteOff("A");
        var byBox = Of(200.00m).Bill("A", 300.00m).AddCheck(200.00m, writeOffBalance: true).Put("A", post: 200.00m);
        foreach (var session in (PaperSession[])[byType, byButton, byBox])
        {
            var line = Assert.Single(session.Entry("A").Lines);
            Assert.Equal((200.00m, new PostedAdjustment("WO", AdjustmentKind.WriteOff, Money.Of(100.00m))), (line.Post.Amount, Assert.Single(line.Adjustments)));
            Assert.Equal(InvoiceStatus.BillPaid, session.Status("A"));
        }
    }

    [Fact]
    [Trait("Req", "SAN-9")]
    public void W_keeps_the_contractual_adjustment_and_writes_the_rest_off()
    {
        var session = Of(200.00m).Bill("A", 300.00m).AddCheck(200.00m).Put("A", post: 200.00m, adjustment: 70.00m, type: Contractual).WriteOff("A").WriteOff("A");
        Assert.Equal([("CO", 70.00m), ("WO", 30.00m)], session.Entry("A").Lines.Single().Adjustments.Select(adjustment => (adjustment.Type, adjustment.Amount.Amount)));
    }

    [Fact]
    [Trait("Req", "SAN-9")]
    public void A_line_that_is_written_off_whole_is_Written_Off_and_its_invoice_Bill_Paid()
    {
        var session = Of(0.00m, Adjusting, ApplyAsForms.Adjustment).Bill("A", 300.00m).AddCheck(0.00m).WriteOff("A");
        Assert.Equal("07 – Bill Paid", session.Status("A").DisplayName());
        Assert.Equal("09 – Written Off", session.Queue().Single().Lines.Count == 1 ? InvoiceStatus.WrittenOff.DisplayName() : "");
    }

    [Fact]
    [Trait("Req", "SAN-2")]
    public void A_field_that_is_left_out_stays_as_it_is()
    {
        var session = Of(300.00m).Bill("A", 300.00m).AddCheck(300.00m).Put("A", post: 100.00m, adjustment: 50.00m, type: Contractual).Put("A", post: 200.00m);
        Assert.Equal((200.00m, 50.00m), (session.Entry("A").Post.Amount, session.Entry("A").Adjustment.Amount));
        session.Put("A", adjustment: 0.00m);
        Assert.Equal((200.00m, 0.00m), (session.Entry("A").Post.Amount, session.Entry("A").Adjustment.Amount));
        Assert.Empty(session.Put("A", post: 0.00m).State.Queue);
    }

    [Fact]
    [Trait("Req", "SAN-2")]
    public void Another_check_finds_what_the_one_before_has_left()
    {
        var session = Of(300.00m).Bill("A", 300.00m).AddCheck(100.00m, "1").Put("A", post: 100.00m).Next().AddCheck(200.00m, "2");
        Assert.Equal("EXCEEDS_BALANCE", session.Put("A", post: 200.01m, adjustment: 0.00m).Code);
        Assert.Null(session.Pay("A").Code);
        Assert.Equal((0.00m, 0.00m, 0.00m), (session.Balance("A"), session.Remaining, session.BatchBalance));
        Assert.Equal([("1", 100.00m), ("2", 200.00m)], session.Queue().Select(row => (row.Check.RefNo, row.Post.Amount)));
    }

    [Fact]
    [Trait("Req", "SAN-2")]
    public void Nothing_is_posted_without_a_check()
        => Assert.Equal("NO_CHECK", Of(300.00m).Bill("A", 300.00m).Pay("A").Code);

    [Theory]
    [Trait("Req", "SAN-8")]
    [InlineData(true)]
    [InlineData(false)]
    public void Overhead_may_be_typed_in_two_steps_and_the_check_is_not_done_between_them(bool isCashFirst)
    {
        var session = Of(230.00m).Bill("A", 200.00m).AddCheck(230.00m);
        session = isCashFirst ? session.Put("A", post: 230.00m) : session.Put("A", adjustment: -30.00m, type: Overhead);
        Assert.Null(session.Code);
        Assert.Equal([isCashFirst ? "EXCEEDS_BALANCE" : "EXCEEDS_BILLED"], session.Faults());
        Assert.Equal(isCashFirst ? "EXCEEDS_BALANCE" : "NOT_FULLY_POSTED", session.Next().Code);
        session = isCashFirst ? session.Put("A", adjustment: -30.00m, type: Overhead) : session.Put("A", post: 230.00m);
        Assert.Equal((null, 0.00m, 0.00m), (session.Code, session.Balance("A"), session.Remaining));
        Assert.Empty(session.Faults());
        Assert.Null(session.Next().Code);
    }

    [Fact]
    [Trait("Req", "SAN-7")]
    public void Nothing_is_adjusted_or_written_off_in_a_takeback_on_what_was_not_paid()
    {
        var session = Of(-500.00m, Takeback).Bill("A", 300.00m).Bill("B", 300.00m).Posted("B", 1, 200.00m).AddCheck(-500.00m);
        Assert.Equal("NOT_PAID", session.Put("A", adjustment: 50.00m, type: Contractual).Code);
        Assert.Equal("WRITE_OFF_IN_TAKEBACK", session.Put("B", adjustment: 50.00m, type: WriteOffType).Code);
    }

    [Fact]
    [Trait("Req", "SAN-7")]
    public void P_takes_nothing_back_though_another_batch_has_paid_meanwhile()
    {
        var session = Of(500.00m).Bill("A", 100.00m).AddCheck(500.00m).Put("A", adjustment: 80.00m, type: Contractual).Posted("A", 1, 50.00m);
        Assert.Equal("TAKEBACK_IN_PAYMENTS", session.Pay("A").Code);
    }

    [Fact]
    [Trait("Req", "SAN-8")]
    public void Overhead_is_no_way_to_close_a_balance()
        => Assert.Equal("OVERHEAD_ABOVE_ZERO", Of(60.00m).Bill("A", 60.00m).AddCheck(60.00m).Put("A", post: 30.00m, adjustment: 30.00m, type: Overhead).Code);
}
