using Serverless.Payments.Amounts;
using Serverless.Payments.Billing;
using Serverless.Payments.Codes;
using Serverless.Payments.Remittances;
using Serverless.Payments.Remittances.Era;

namespace Serverless.Payments.Tests.Remittances.Era;

[Trait("Req", "SAN-5")]
public sealed class EraQueueTests
{
    private static readonly IReadOnlyList<ValueItem> Items =
    [
        Type("CHECK"), Type("EFT"), Type("DENIAL"), Type("TB") with { IsTakeback = true },
        new(ValueTables.AdjustmentTypes, "CO", "Contractual") { Kind = AdjustmentKind.Contractual, AllowsNegative = true },
        new(ValueTables.AdjustmentTypes, "OA", "Other"),
        new(ValueTables.AdjustmentTypes, "PI", "Payer initiated") { IsRetired = true },
    ];

    /// <summary>INV-1: two visits of 100.00 on the 3rd and the 4th; INV-2: one of 60.00 and two of 50.00 on the 5th; INV-3: one of 80.00, paid with 70.00 and adjusted by 10.00.</summary>
    private static readonly IReadOnlyList<BillingInvoice> Invoices =
    [
        Invoice("INV-1", (3, 100), (4, 100)),
        Invoice("INV-2", (5, 60), (5, 50), (5, 50)),
        Invoice("INV-3", (6, 80)) with { Version = 2, Postings = [Posted(1, 70, 10)] },
        Invoice("INV-4", (7, 100), (8, 100)) with { Version = 2, Postings = [Posted(1, 90, 10), Posted(2, 80, 20)] },
        Invoice("INV-5", (9, 100), (10, 100)) with { Version = 2, Postings = [Posted(1, 100, 0)] },
        Invoice("INV-6", (11, 100)) with { Postings = [.. Enumerable.Repeat(Posted(1, 0, 0), 400)] },
    ];

    [Fact]
    public void A_payment_is_a_batch_whose_check_is_fully_posted()
    {
        var queued = Queued(EraText.Of("145", "LX*1", "CLP*INV-1*1*200*150*10*MC", "SVC*HC:A*100*70", "DTM*472*20261104", "CAS*CO*45*30", "SVC*HC:A*100*80", "REF*6R*01", "CAS*PR*3*10", "CAS*CO*45*6**97*4", "PLB*1*20261231*WO:X*5"));
        Assert.Equal(new RemittanceBatch("Cash", "EFT", false, Money.Of(145), new DateOnly(2026, 11, 20), "BANK-1"), queued.Batch);
        var check = Assert.Single(queued.Checks);
        Assert.Equal((1, "EFT-1001", "EFT", Money.Of(145), 1, false), (check.N, check.RefNo, check.Type, check.Amount, check.Sheet, check.IsDone));
        Assert.Equal([new ProviderLevelAdjustment("WO", "X", Money.Of(5))], check.ProviderAdjustments);
        Assert.Equal("1 INV-1 1: 1 80.00 CO 10.00, 2 70.00 CO 30.00", Rows(queued));
        var state = new RemittanceState(Session(queued), queued.Queue);
        Assert.Equal((Money.Zero, Money.Zero), (state.BatchBalance, state.Remaining));
    }

    [Fact]
    public void A_claim_without_services_is_spread_over_the_invoice_oldest_first()
        => Assert.Equal("1 INV-1 1 whole: 1 100.00, 2 30.00 CO 20.00", Rows(Queued(EraText.Of("130", "LX*1", "CLP*INV-1*1*200*130*50*MC", "CAS*CO*45*20", "CAS*PR*1*50"))));

    [Fact]
    public void What_a_claim_adjusts_as_a_whole_comes_off_the_services_payments()
    {
        var queued = Queued(EraText.Of("50", "LX*1", "CLP*INV-1*1*200*50*0*MC", "CAS*CO*45*100", "CAS*PR*1*20", "SVC*HC:A*100*90", "REF*6R*1", "CAS*CO*45*10", "SVC*HC:A*100*80", "REF*6R*2", "CAS*OA*23*20"));
        Assert.Equal("1 INV-1 1: 1 0.00 CO 80.00, 2 50.00 CO 30.00 OA 20.00", Rows(queued));
        Assert.Equal(Money.Of(50), queued.Queue[0].Post);
    }

    [Fact]
    public void A_denial_posts_nothing_to_any_line_and_is_a_batch_of_its_own_without_money()
    {
        var queued = Queued(EraText.Of("0", "LX*1", "CLP*INV-1*4*200*0**MC", "CAS*CO*16*200").Replace("*ACH*", "*NON*", StringComparison.Ordinal));
        Assert.Equal(("DENIAL", Money.Zero), (queued.Batch!.Type, queued.Batch.Total));
        Assert.Equal("1 INV-1 1 whole: 1 0.00 denied, 2 0.00 denied", Rows(queued));
    }

    [Fact]
    public void A_denial_is_of_the_lines_that_have_a_balance()
        => Assert.Equal("1 INV-5 2 whole: 2 0.00 denied", Rows(Queued(EraText.Of("0", "LX*1", "CLP*INV-5*4*200*0**MC", "CAS*CO*16*200"))));

    [Fact]
    public void A_claim_that_is_all_the_clients_is_a_denied_row_that_can_be_posted()
    {
        var queued = Queued(EraText.Of("0", "LX*1", "CLP*INV-1*1*200*0*200*MC", "SVC*HC:A*100*0", "REF*6R*1", "CAS*PR*1*100", "SVC*HC:A*100*0", "REF*6R*2", "CAS*PR*1*100"));
        Assert.Equal("1 INV-1 1 whole: 1 0.00 denied, 2 0.00 denied", Rows(queued));
        Assert.Null(RemittanceRules.Post(new RemittanceState(Session(queued), queued.Queue), [], "biller", DateTimeOffset.UnixEpoch).Refusal);
    }

    [Theory]
    [InlineData("0", "-170")]
    [InlineData("30", "-200")]
    [Trait("Req", "SAN-7")]
    public void Reversals_whose_check_is_not_below_zero_are_a_takeback_carried_forward(string amount, string forwarded)
    {
        var queued = Queued(EraText.Of(amount, "LX*1", "CLP*INV-4*22*-200*-170**MC", "CAS*CO*45*-30", $"PLB*1*20261231*FB*{forwarded}"));
        Assert.Equal(("TB", true, Money.Of(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture))), (queued.Batch!.Type, queued.Batch.IsTakeback, queued.Batch.Total));
        Assert.Equal("1 INV-4 2 whole: 1 -90.00 CO -10.00, 2 -80.00 CO -20.00", Rows(queued));
        Assert.Null(RemittanceRules.Post(new RemittanceState(Session(queued), queued.Queue), [], "biller", DateTimeOffset.UnixEpoch).Refusal);
    }

    [Fact]
    [Trait("Req", "SAN-7")]
    public void A_reversal_of_a_denial_is_skipped_and_its_correction_is_queued()
    {
        var queued = Queued(EraText.Of("150", "LX*1", "CLP*INV-1*22*-200*0**MC", "CAS*CO*16*-200", "CLP*INV-1*1*200*150**MC", "CAS*CO*45*50"));
        Assert.False(queued.Batch!.IsTakeback);
        Assert.Equal("1 INV-1 1 whole: 1 100.00, 2 50.00 CO 50.00", Rows(queued));
    }

    [Fact]
    [Trait("Req", "SAN-7")]
    public void Reversals_alone_are_a_takeback_batch()
    {
        var queued = Queued(EraText.Of("-220", "LX*1", "CLP*INV-3*22*-80*-70**MC", "CAS*CO*45*-10", "CLP*INV-4*22*-200*-170**MC", "SVC*HC:A*-100*-90", "REF*6R*1", "CAS*CO*45*-10", "SVC*HC:A*-100*-80", "DTM*472*20261108", "CAS*CO*45*-20", "PLB*1*20261231*L6*-20"));
        Assert.Equal(("TB", true, Money.Of(-220)), (queued.Batch!.Type, queued.Batch.IsTakeback, queued.Batch.Total));
        Assert.Equal("TB", Assert.Single(queued.Checks).Type);
        Assert.Equal("1 INV-3 2 whole: 1 -70.00 CO -10.00; 1 INV-4 2: 1 -90.00 CO -10.00, 2 -80.00 CO -20.00", Rows(queued));
    }

    [Fact]
    [Trait("Req", "SAN-7")]
    public void A_reversal_of_a_whole_invoice_takes_from_each_line_what_was_paid_on_it()
        => Assert.Equal("1 INV-4 2 whole: 1 -90.00 CO -10.00, 2 -80.00 CO -20.00", Rows(Queued(EraText.Of("-170", "LX*1", "CLP*INV-4*22*-200*-170**MC", "CAS*CO*45*-30"))));

    [Fact]
    public void Checks_of_one_file_follow_one_another_on_the_same_invoice()
    {
        var file = EraText.Joined([EraText.Set("60", "A", "LX*1", "CLP*INV-1*1*200*60*140", "CAS*PR*1*140"), EraText.Set("140", "B", "LX*1", "CLP*INV-1*2*200*140*60", "CAS*PR*1*60")]);
        var queued = Queued(file);
        Assert.Equal("1 INV-1 1 whole: 1 60.00; 2 INV-1 1 whole: 1 40.00, 2 100.00", Rows(queued));
        Assert.Equal([true, false], queued.Checks.Select(check => check.IsDone));
        Assert.Equal("16 CLP04 WRONG_BALANCE", Refused(file.Replace("*200*140*60", "*200*140.01*60", StringComparison.Ordinal).Replace("*1*60~", "*1*59.99~", StringComparison.Ordinal).Replace("I*140*", "I*140.01*", StringComparison.Ordinal)));
    }

    [Fact]
    public void Visits_alike_in_date_and_charge_are_matched_where_all_of_them_are_there()
        => Assert.Equal(
            "1 INV-2 1: 1 60.00, 2 50.00, 3 40.00",
            Rows(Queued(EraText.Of("150", "LX*1", "CLP*INV-2*1*160*150*10", "SVC*HC:A*50*50", "DTM*472*20261105", "SVC*HC:A*60*60", "SVC*HC:A*50*40", "DTM*472*20261105", "CAS*PR*1*10"))));

    [Theory]
    [InlineData("200", "CLP*INV-9*1*200*200", "8 CLP01 UNKNOWN_INVOICE")]
    [InlineData("0", "CLP*INV-1*1*200*0;CAS*CO*45*200;CLP*INV-1*4*200*0;CAS*CO*45*200", "10 CLP01 INVOICE_TWICE")]
    [InlineData("199", "CLP*INV-1*1*199*199", "8 CLP03 WRONG_CHARGE")]
    [InlineData("5", "CLP*INV-1*4*200*5;CAS*CO*45*195", "8 CLP04 PAID_DENIAL")]
    [InlineData("0", "CLP*INV-1*23*200*0;CAS*OA*45*200", "8 CLP02 NOT_DECIDED")]
    [InlineData("-5", "CLP*INV-1*1*200*-5;CAS*CO*45*205", "4 BPR02 WRONG_SIGN; 8 CLP04 WRONG_SIGN")]
    [InlineData("-1", "CLP*INV-1*1*200*0;CAS*CO*45*200;PLB*1*20261231*WO*1", "4 BPR02 WRONG_SIGN")]
    [InlineData("0", "CLP*INV-4*22*-200*-200;PLB*1*20261231*FB*-200", "8 CLP04 WRONG_BALANCE")]
    [InlineData("0", "CLP*INV-4*22*-200*0;CAS*CO*45*-200", "8 CLP04 ADJUSTED_REVERSAL")]
    [InlineData("0", "CLP*INV-3*4*80*0;CAS*CO*45*80", "8 CLP01 NOTHING_OPEN")]
    [InlineData("0", "CLP*INV-3*1*80*0;CAS*PR*1*80", "8 CLP01 NOTHING_OPEN")]
    [InlineData("100", "CLP*INV-6*1*100*100", "8 CLP01 INVOICE_FULL")]
    [InlineData("80", "CLP*INV-3*1*80*80", "8 CLP04 WRONG_BALANCE")]
    [InlineData("-200", "CLP*INV-1*22*-200*-200", "8 CLP04 WRONG_BALANCE")]
    [InlineData("100", "CLP*INV-1*1*200*100;CAS*PI*45*100", "9 CAS01 NO_ADJUSTMENT_TYPE")]
    [InlineData("210", "CLP*INV-1*1*200*210;CAS*OA*45*-10", "9 CAS03 NEGATIVE_ADJUSTMENT")]
    [InlineData("200", "CLP*INV-1*1*200*200;SVC*HC:A*150*150;REF*6R*1;SVC*HC:A*50*50", "9 SVC02 WRONG_CHARGE")]
    [InlineData("200", "CLP*INV-1*1*200*200;SVC*HC:A*100*100;REF*6R*1;SVC*HC:A*100*100;REF*6R*1", "11 LINE_TWICE")]
    [InlineData("200", "CLP*INV-1*1*200*200;SVC*HC:A*100*100;DTM*472*20261101;SVC*HC:A*100*100;REF*6R*1", "9 UNKNOWN_LINE")]
    [InlineData("110", "CLP*INV-2*1*160*110;SVC*HC:A*60*60;SVC*HC:A*50*50;DTM*472*20261105;SVC*HC:A*50*0;CAS*PR*1*50", "10 AMBIGUOUS_LINE; 12 AMBIGUOUS_LINE")]
    public void A_claim_that_cannot_be_posted_is_refused_by_segment(string amount, string segments, string expected)
        => Assert.Equal(expected, Refused(EraText.Of(amount, ["LX*1", .. segments.Split(';')])));

    [Fact]
    [Trait("Req", "SAN-7")]
    public void Payments_and_takebacks_in_one_file_are_refused_with_a_claim_of_each()
    {
        var queued = Made(EraText.Of("130", "LX*1", "CLP*INV-1*1*200*200", "CLP*INV-3*22*-80*-70", "CAS*CO*45*-10"));
        var fault = Assert.Single(queued.Faults);
        Assert.Equal((9, "CLP02", "MIXED_TAKEBACK"), (fault.Line, fault.Field, fault.Code));
        Assert.Contains("CLP (segment 8)", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_with_more_checks_or_claims_than_a_batch_holds_is_refused()
    {
        Assert.StartsWith("304 TOO_MANY_CHECKS", Refused(EraText.Joined([.. Enumerable.Range(0, RemittanceRules.ChecksMax + 1).Select(n => EraText.Set("0", $"A{n}"))])), StringComparison.Ordinal);
        Assert.StartsWith("10008 TOO_MANY_CLAIMS", Refused(EraText.Of("0", ["LX*1", .. Enumerable.Repeat("CLP*INV-1*1*0*0", RemittanceRules.QueueMax + 1)])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_with_more_adjustments_of_the_provider_than_a_session_holds_is_refused()
    {
        string[] segments = [.. Enumerable.Repeat("PLB*1*20261231" + string.Concat(Enumerable.Repeat("*WO:A*0", 6)), 84)];
        Assert.Equal("90 TOO_MANY_ADJUSTMENTS", Refused(EraText.Of("0", segments)));
        Queued(EraText.Of("0", segments[1..]));
    }

    [Fact]
    public void A_batch_type_that_is_not_offered_is_said_with_its_segment()
        => Assert.Equal("4 BPR04 NO_BATCH_TYPE", EraText.Summary(EraQueue.Of(EraText.Parsed(EraText.Of("0")), new Dictionary<string, BillingInvoice>(), [], "BANK-1").Faults));

    private static ValueItem Type(string code) => new(ValueTables.BatchTypes, code, code) { ApplyAs = ["Cash"] };

    private static BillingInvoice Invoice(string number, params (int Day, decimal Billed)[] lines) => new()
    {
        Number = number,
        Payer = "Medicaid",
        ClientId = "1000000001",
        InvoiceDate = new DateOnly(2026, 11, 10),
        Lines = [.. lines.Select((line, index) => new BillingLine(index + 1, new DateOnly(2026, 11, line.Day), "", "Visit", Money.Of(line.Billed)))],
        IntakeId = "intake",
        CreatedAt = DateTimeOffset.UnixEpoch,
    };

    private static InvoicePosting Posted(int line, decimal post, decimal adjustment)
        => new("rm-1", 1, 1, "EFT-1", new DateOnly(2026, 11, 1), line, Money.Of(post), [new PostedAdjustment("CO", AdjustmentKind.Contractual, Money.Of(adjustment))], false, "biller", DateTimeOffset.UnixEpoch);

    private static EraQueued Made(string text) => EraQueue.Of(EraText.Parsed(text), Invoices.ToDictionary(invoice => invoice.Number), Items, "BANK-1");

    private static EraQueued Queued(string text)
    {
        var queued = Made(text);
        Assert.Empty(queued.Faults);
        return queued;
    }

    private static string Refused(string text)
    {
        var queued = Made(text);
        Assert.Null(queued.Batch);
        Assert.Empty(queued.Queue);
        return EraText.Summary(queued.Faults);
    }

    private static Remittance Session(EraQueued queued) => new() { Id = "rm-1", BatchNumber = 1, Owner = "biller", Batch = queued.Batch!, Checks = queued.Checks, CreatedAt = DateTimeOffset.UnixEpoch };

    private static string Rows(EraQueued queued) => string.Join("; ", queued.Queue.Select(entry
        => $"{entry.Sheet} {entry.Invoice} {entry.InvoiceVersion}{(entry.IsWhole ? " whole" : "")}: {string.Join(", ", entry.Lines.Select(Row))}"));

    private static string Row(QueuedLine line)
        => $"{line.Line} {line.Post}{string.Concat(line.Adjustments.Select(adjustment => $" {adjustment.Type} {adjustment.Amount}"))}{(line.IsDenied ? " denied" : "")}";
}
