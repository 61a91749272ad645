using Serverless.Payments.Amounts;
using Serverless.Payments.Remittances;
using Serverless.Payments.Remittances.Reports;
using Serverless.Testing;

namespace Serverless.Payments.Tests.Remittances.Reports;

[Trait("Req", "SAN-11")]
public sealed class ReportBuilderTests
{
    [Fact]
    [Trait("Req", "SAN-10")]
    public void A_payment_and_its_adjustment_stand_in_one_row_with_the_balance_after_it()
        => Assert.Equal(
            ["Medicaid #1: Begay, Ada INV-1/1 2020.16 1950.00 CO 70.16 0.00 07 – Bill Paid"],
            Rows(new QueuedSession().Invoice("INV-1", "Medicaid", "1000000001", 2020.16m).Check("4711", 1950).Row("INV-1", QueuedSession.Line(1, 1950, "CO", 70.16m)).Report()));

    [Fact]
    [Trait("Req", "SAN-10")]
    public void Takebacks_open_the_lines_again_and_leave_the_batch_balance()
    {
        var session = new QueuedSession().Invoice("INV-1", "Medicaid", "1000000001", 200, 200).Before("INV-1", 1, 200).Before("INV-1", 2, 200)
            .Check("TB-1", -1000, "TB").Row("INV-1", QueuedSession.Line(1, -200), QueuedSession.Line(2, -200));
        var report = session.Report();
        Assert.Equal(Money.Of(-600), report.BatchBalance);
        Assert.Equal(
            ["Medicaid #1: Begay, Ada INV-1/1 200.00 -200.00 200.00 08 – Taken Back", "Medicaid #1: Begay, Ada INV-1/2 200.00 -200.00 200.00 08 – Taken Back"],
            Rows(report));
    }

    [Fact]
    [Trait("Req", "SAN-10")]
    public void A_write_off_and_overhead_are_adjustments_that_bring_the_balance_to_zero()
        => Assert.Equal(
            ["Medicaid #1: Begay, Ada INV-1/1 1200.00 1000.00 WO 200.00 0.00 07 – Bill Paid", "Medicaid #1: Carver, Ben INV-2/1 100.00 130.00 HHO -30.00 0.00 07 – Bill Paid"],
            Rows(new QueuedSession().Invoice("INV-1", "Medicaid", "1000000001", 1200).Invoice("INV-2", "Medicaid", "1000000002", 100).Check("4711", 1130)
                .Row("INV-2", QueuedSession.Line(1, 130, "HHO", -30)).Row("INV-1", QueuedSession.Line(1, 1000, "WO", 200)).Report()));

    [Fact]
    public void Rows_stand_by_payer_then_check_then_client_and_sums_at_each()
    {
        var report = Mixed().Report();
        Assert.Equal(
            [
                "Aetna #1: Begay, Ada INV-3/1 70.00 70.00 0.00 07 – Bill Paid",
                "Medicaid #1: Begay, Ada INV-1/1 100.00 60.00 40.00 04 – Part Paid",
                "Medicaid #2: Begay, Ada INV-1/1 100.00 40.00 0.00 07 – Bill Paid",
                "Medicaid #2: Carver, Ben INV-2/1 50.00 0.00 50.00 Denied",
            ],
            Rows(report));
        Assert.Equal([("Aetna", 70m, 0m), ("Medicaid", 100m, 5m)], report.Payers.Select(payer => (payer.Payer, payer.Totals.Post.Amount, payer.Totals.Provider.Amount)));
        Assert.Equal(new ReportTotals(4, 1, Money.Of(170), Money.Zero, Money.Of(5), Money.Of(165)), report.Totals);
        Assert.Equal((42, QueuedSession.Id, "BANK-1 – First Bank", "CHECK – Check", "Preview", Money.Zero), (report.BatchNumber, report.BatchId, report.Bank, report.BatchType, report.Status, report.BatchBalance));
        Assert.Equal([new ProviderLevelAdjustment("WO", "REF-7", Money.Of(5))], report.Payers[1].Checks[1].ProviderAdjustments);
    }

    [Fact]
    public void What_was_posted_shows_the_same_figures_as_the_preview()
    {
        var session = Mixed();
        var preview = session.Report();
        var posted = session.Post().Report();
        Assert.Equal(Rows(preview), Rows(posted));
        Assert.Equal(preview.Totals, posted.Totals);
        Assert.Equal(("Posted", "biller", QueuedSession.At), (posted.Status, posted.PostedBy, posted.PostedAt));
    }

    [Fact]
    public void A_check_without_invoices_is_listed_and_a_client_without_a_name_by_id()
    {
        var report = new QueuedSession().Invoice("INV-1", "Medicaid", "77", 10).Check("A", 10).Row("INV-1", QueuedSession.Line(1, 10)).Check("B", 3, "CHECK", null, new ProviderLevelAdjustment("L6", "", Money.Of(-3))).Report();
        Assert.Equal(["", "Medicaid"], report.Payers.Select(payer => payer.Payer));
        Assert.Equal("77", report.Payers[1].Checks[0].Rows[0].Client);
        Assert.Equal((Money.Of(13), Money.Zero), (report.Totals.Net, report.BatchBalance));
    }

    private static QueuedSession Mixed() => new QueuedSession()
        .Invoice("INV-1", "Medicaid", "1000000001", 100).Invoice("INV-2", "Medicaid", "1000000002", 50).Invoice("INV-3", "Aetna", "1000000001", 70)
        .Check("4711", 130).Row("INV-1", QueuedSession.Line(1, 60)).Row("INV-3", QueuedSession.Line(1, 70))
        .Check("4712", 35, "EFT", null, new ProviderLevelAdjustment("WO", "REF-7", Money.Of(5))).Row("INV-2", QueuedSession.Denied(1)).Row("INV-1", QueuedSession.Line(1, 40));

    private static IEnumerable<string> Rows(RemittanceReport report)
        => from payer in report.Payers
           from check in payer.Checks
           from row in check.Rows
           let adjustments = string.Concat(row.Adjustments.Select(adjustment => $"{adjustment.Type} {adjustment.Amount} "))
           select $"{payer.Payer} #{check.N}: {row.Client} {row.Invoice}/{row.Line} {row.Billed} {row.Post} {adjustments}{row.Balance} {row.Status}";
}
