using Serverless.Payments.Ledger;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Adjustments;
using Serverless.Payments.ProviderPayments.Exports;
using Serverless.Payments.Tests.MassPayments;
using Serverless.Testing;
using static Serverless.Payments.Tests.ProviderPayments.Exports.ExportBooks;

namespace Serverless.Payments.Tests.ProviderPayments.Exports;

/// <summary>The process ends at each of the writes of an export, one after the other.</summary>
[Trait("Req", "CARE-5")]
[Trait("Req", "ALL-1")]
[Trait("Req", "ALL-3")]
public sealed class ExportCrashTests : IAsyncLifetime
{
    private const int Children = 2;

    /// <summary>More writes than there are; a test ends at the first round that nothing interrupts.</summary>
    private const int WritesMax = 150;

    private TrappedTables tables = null!;
    private TrappedBlobs blobs = null!;
    private ExportWorld world = null!;
    private decimal paid;

    public async Task InitializeAsync()
        => world = await ExportWorld.CreateAsync(inner => tables = new TrappedTables(inner), inner => blobs = new TrappedBlobs(inner));

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_export_that_is_interrupted_at_any_write_of_a_row_finishes_with_the_same_file_and_pays_everything_once(bool isLastWritten)
        => Assert.InRange(await InterruptEachAsync(write => tables.Set(write, isLastWritten), () => (tables.Sprung, tables.Unset)), 20, WritesMax);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_export_that_is_interrupted_at_any_write_of_a_file_finishes_with_the_same_file_and_pays_everything_once(bool isLastWritten)
        => Assert.Equal(3, await InterruptEachAsync(write => blobs.Set(write, isLastWritten), () => (blobs.Sprung, blobs.Unset)));

    /// <returns>The first round that nothing interrupted.</returns>
    private async Task<int> InterruptEachAsync(Action<int> set, Func<(Task Sprung, Action Unset)> trap)
    {
        var isInterrupted = true;
        var write = 0;
        while (isInterrupted)
        {
            write++;
            Assert.True(write < WritesMax, "Every round was interrupted.");
            var period = ServicePeriod.Of(new DateOnly(2026, 1, 1).AddMonths(write));
            var one = await world.Books.AuthorizeAsync(1, write + 0.01m, period: $"{period}");
            var other = await world.Books.AuthorizeAsync(Children, write + 0.02m, "P-200", period: $"{period}");
            var adjustment = await world.Books.AdjustAsync(one, -0.25m);

            isInterrupted = await InterruptAsync($"{period}", () => set(write), trap);
            var export = await world.ExportAsync($"{period}", $"{period}");
            await CheckAsync(export, one, other, adjustment);
        }

        return write;
    }

    /// <summary>Exports until the write comes; then starts again as a host does.</summary>
    /// <returns>Whether the write came.</returns>
    private async Task<bool> InterruptAsync(string period, Action set, Func<(Task Sprung, Action Unset)> trap)
    {
        set();
        var (sprung, unset) = trap();
        var work = world.ExportAsync(period, period);
        await Task.WhenAny(work, sprung).WaitAsync(PaymentsWorld.Patience);
        if (!sprung.IsCompleted)
        {
            await work;
            unset();
            return false;
        }

        await world.RestartAsync();
        await world.Desk.Commands.ResumeAsync();
        await work.ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(PaymentsWorld.Patience);
        return true;
    }

    private async Task CheckAsync(PaymentExportRecord export, ProviderPayment one, ProviderPayment other, Adjustment adjustment)
    {
        var (first, last) = (await world.Books.PaymentAsync(one.Id), await world.Books.PaymentAsync(other.Id));
        Assert.Equal((ProviderPaymentStatus.Paid, export.Id, 4), (first.Status, first.ExportId, first.Version));
        Assert.Equal((ProviderPaymentStatus.Paid, export.Id, 4), (last.Status, last.ExportId, last.Version));
        Assert.Equal((AdjustmentStatus.Paid, export.Id), ((await world.Books.AdjustmentAsync(adjustment.Id)) is var found ? (found.Status, found.ExportId) : default));
        Assert.Equal(
        [
            $"payment,{one.Id},,{one.Period},P-100,Canyon Child Care,{Child(1)},\"Lopez, Ada1\",CC,10.5,12.25,{one.Amount}",
            $"adjustment,{adjustment.Id},{one.Id},{one.Period},P-100,Canyon Child Care,{Child(1)},\"Lopez, Ada1\",CC,,,-0.25",
            $"payment,{other.Id},,{one.Period},P-200,\"'=HYPERLINK(\"\"x\"\"), Inc.\",{Child(2)},\"Lopez, Ada2\",CC,10.5,12.25,{other.Amount}",
        ], await world.LinesAsync(export));
        Assert.Equal((3, one.Amount + other.Amount - Payments.Amounts.Money.Of(0.25m)), (export.Count, export.Total));

        paid += one.Amount!.Value.Amount + other.Amount!.Value.Amount - 0.25m;
        var balances = await world.Books.BalancesAsync(Children);
        Assert.Equal((0m, paid, -paid), (balances[Accounts.Encumbrances], balances[Accounts.Expenditures], balances[Accounts.Cash]));
        Assert.Equal(0, await world.Desk.Commands.ResumeAsync());
    }
}
