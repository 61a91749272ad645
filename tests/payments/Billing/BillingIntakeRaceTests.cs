using Serverless.Durable;
using Serverless.Payments.Billing;
using Serverless.Payments.Billing.Intake;
using Serverless.Payments.Files;
using Serverless.Payments.Ledger;
using Serverless.Testing;
using static Serverless.Payments.Tests.Billing.BillingBooks;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.Billing;

/// <summary>Files that share numbers at one moment, and steps that come late.</summary>
[Trait("Req", "ALL-2")]
[Trait("Req", "ALL-3")]
public sealed class BillingIntakeRaceTests : IAsyncLifetime
{
    private static readonly ActivityContext Late = new("late", "late", CancellationToken.None);
    private static readonly string Refused = Header + Line("A") + Line("B");
    private PaymentsWorld world = null!;

    public async Task InitializeAsync() => world = await CreateAsync();

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task Of_two_files_with_numbers_in_common_at_one_moment_one_is_taken_in_whole()
    {
        for (var round = 0; round < 3; round++)
        {
            var before = (await world.BalancesAsync()).GetValueOrDefault(Accounts.PayersReceivable);
            string[] files =
            [
                Header + Lines(150, index => $"R{round}-{index:D3}"),
                Header + Lines(150, index => $"R{round}-{index + 100:D3}"),
            ];
            var reports = await Task.WhenAll(files.Select((file, index) => Task.Run(() => world.BillAsync(file, $"delivery-{round}-{index}"))));

            var taken = Assert.Single(reports, report => !report.Rejected);
            Assert.Equal(150, taken.Numbers.Count);
            var refused = Assert.Single(reports, report => report.Rejected);
            Assert.All(refused.Errors, fault => Assert.Equal("DUPLICATE_INVOICE", fault.Code));
            Assert.Equal(150 * (round + 1), (await world.RowsAsync(BillingKeys.NumbersPartition)).Count);
            Assert.Equal(before + (150 * 95.50m), (await world.BalancesAsync())[Accounts.PayersReceivable]);

            // Now that the other one is in the books, every number in common is told.
            var loser = files[Array.IndexOf(reports, refused)];
            Assert.Equal(50, (await world.BillAsync(loser, $"again-{round}")).Errors.Count);
        }
    }

    [Fact]
    public async Task The_same_content_delivered_by_many_at_once_is_taken_in_once()
    {
        var reports = await Task.WhenAll(Enumerable.Range(0, 8).Select(index => Task.Run(() => world.BillAsync(Header + Line("A"), $"delivery-{index}"))));
        Assert.Single(reports, report => !report.Duplicate);
        Assert.Equal(95.50m, (await world.BalancesAsync())[Accounts.PayersReceivable]);
    }

    [Fact]
    public async Task Files_that_spell_a_payer_differently_at_one_moment_agree_on_its_name()
    {
        string[] spellings = ["Medicaid", "MEDICAID", "medicaid", "MediCaid"];
        await Task.WhenAll(spellings.Select((payer, index) => Task.Run(() => world.BillAsync(Header + Line($"N-{index}", payer: payer), $"delivery-{index}"))));

        var name = Assert.Single(await world.Application.Billing.Payers.ListAsync()).Name;
        Assert.Contains(name, spellings);
        var page = await world.Application.Billing.Queries.ListAsync(new BillingFilter("medicaid"), null, 10);
        Assert.Equal([name, name, name, name], page.Items.Select(invoice => invoice.Payer));
    }

    [Fact]
    public async Task A_refused_file_is_tried_anew_when_it_is_sent_again_after_the_other_was_refused()
    {
        await RefuseAsync();
        var report = await world.BillAsync(Refused, "delivery-2");

        Assert.Equal(["A", "B"], report.Numbers);
        Assert.Equal(2, (await world.Application.Billing.Intake.FindDeliveryAsync(HashOf(Refused)))!.Attempt);
        Assert.True((await world.BillAsync(Refused, "delivery-3")).Duplicate);
        Assert.Equal(191m, (await world.BalancesAsync())[Accounts.PayersReceivable]);
    }

    [Fact]
    public async Task A_claim_that_comes_after_the_refusal_keeps_nobody_from_the_number()
    {
        await RefuseAsync();
        await world.ClaimByHandAsync("A", HashOf(Refused));
        Assert.Null(await world.Application.Billing.Records.FindAsync("A"));

        Assert.Equal(["A"], (await world.BillAsync(Header + Line("A", 1), "other")).Numbers);
        Assert.Equal(1m, InvoiceFigures.Of((await world.Application.Billing.Records.FindAsync("A"))!).Billed.Amount);

        // The refused file finds the number taken now, whatever its first attempt had claimed.
        Assert.Equal([2], (await world.BillAsync(Refused, "delivery-2")).Errors.Select(fault => fault.Line));
    }

    [Fact]
    public async Task Steps_of_a_refused_attempt_that_come_late_leave_nothing()
    {
        await RefuseAsync();
        var (hash, activities) = (HashOf(Refused), world.Application.Billing.Activities);

        var claimed = await activities.ClaimAsync(Late, new NumbersStep(hash, 1, 0, IsLost: false));
        Assert.Equal((true, 1), (claimed.IsRefused, claimed.Faults.Count));
        Assert.Equal(0, await activities.WriteAsync(Late, new InvoicesStep(hash, 1, 0)));
        Assert.False(await activities.ReportAsync(Late, new BillingReportStep(hash, 1)));

        Assert.Empty(await world.RowsAsync(BillingKeys.NumbersPartition));
        Assert.Empty(await world.BalancesAsync());
        Assert.Empty(await world.Application.Billing.Payers.ListAsync());
        Assert.True((await world.Application.Billing.Intake.FindReportAsync(hash))!.Rejected);
    }

    [Fact]
    public async Task A_refusal_that_comes_after_the_next_attempt_takes_nothing_from_it()
    {
        await RefuseAsync();
        await world.BillAsync(Refused, "delivery-2");
        await world.Application.Billing.Activities.RefuseAsync(Late, new BillingRefusal(HashOf(Refused), 1, [new FileFault(2, "", "X", "late")]));

        Assert.Equal(["A", "B"], (await world.RowsAsync(BillingKeys.NumbersPartition)).Select(row => row.RowKey));
        Assert.False((await world.Application.Billing.Intake.FindReportAsync(HashOf(Refused)))!.Rejected);
        Assert.False((await world.Application.Billing.Intake.FindDeliveryAsync(HashOf(Refused)))!.IsRefused);
    }

    [Fact]
    public async Task A_write_that_comes_after_postings_changes_nothing_and_opens_nothing_again()
    {
        await world.BillAsync(Refused);
        await world.PostByHandAsync("A", new InvoicePosting("rm-1", 1, 1, "100", new DateOnly(2026, 11, 23), 1, Payments.Amounts.Money.Of(95.50m), [], false, "biller", world.Time.GetUtcNow()));
        var partition = BillingKeys.PayerPartition("Medicaid");
        await world.Tables.SubmitAsync(Tables.Billing, partition, [Storage.TableOperation.Delete(BillingKeys.Open(ClientId, "A"))]);

        await world.Application.Billing.Activities.WriteAsync(Late, new InvoicesStep(HashOf(Refused), 1, 0));

        Assert.Equal(InvoiceStatus.BillPaid, InvoiceFigures.Of((await world.Application.Billing.Records.FindAsync("A"))!).Status);
        Assert.Equal([BillingKeys.Open(ClientId, "B")], (await world.RowsAsync(partition, BillingKeys.OpenPrefix)).Select(row => row.RowKey));
    }

    /// <summary>The file is refused because of a number of another one, which is refused itself later.</summary>
    private async Task RefuseAsync()
    {
        var other = Header + Line("B", 7);
        await world.RecordAsync(other, "other");
        await world.ClaimByHandAsync("B", HashOf(other));
        var report = await world.BillAsync(Refused);
        Assert.Equal([(3, "DUPLICATE_INVOICE")], report.Errors.Select(fault => (fault.Line, fault.Code)));
        await world.Application.Billing.Activities.RefuseAsync(Late, new BillingRefusal(HashOf(other), 1, report.Errors));
        Assert.Empty(await world.RowsAsync(BillingKeys.NumbersPartition));
    }
}
