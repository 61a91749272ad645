using Serverless.Payments.Billing;
using Serverless.Payments.Ledger;
using Serverless.Payments.Tests.MassPayments;
using Serverless.Testing;
using static Serverless.Payments.Tests.Billing.BillingBooks;

namespace Serverless.Payments.Tests.Billing;

/// <summary>The process ends at each of the writes of an intake, one after the other.</summary>
[Trait("Req", "ALL-1")]
[Trait("Req", "ALL-2")]
[Trait("Req", "ALL-3")]
public sealed class BillingIntakeCrashTests : IAsyncLifetime
{
    /// <summary>More writes than there are; a test ends at the first round that nothing interrupts.</summary>
    private const int WritesMax = 40;

    private TrappedTables tables = null!;
    private PaymentsWorld world = null!;

    public async Task InitializeAsync() => world = await PaymentsWorld.CreateAsync(around: inner => tables = new TrappedTables(inner));

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_whose_intake_is_interrupted_at_any_write_is_taken_in_once(bool isLastWritten)
    {
        var write = 0;
        var isInterrupted = true;
        while (isInterrupted)
        {
            write++;
            Assert.True(write < WritesMax, "Every round was interrupted.");
            var file = Header + Line($"R{write}-B", 2) + Line($"R{write}-A", 1, payer: $"Payer {write}") + Line($"R{write}-B", 3);

            isInterrupted = await InterruptAsync(file, write, isLastWritten);
            var report = await RetryingAsync(world.BillAsync(file, $"delivery-{write}"));

            Assert.Equal([$"R{write}-B", $"R{write}-A"], report.Numbers);
            Assert.Equal((false, false), (report.Duplicate, report.Rejected));
            Assert.Equal(6m * write, (await world.BalancesAsync())[Accounts.PayersReceivable]);
            Assert.Equal(2 * write, (await world.RowsAsync(BillingKeys.NumbersPartition)).Count);
            Assert.Equal(write + 1, (await world.Application.Billing.Payers.ListAsync()).Count);
            Assert.Equal(2, (await world.Application.Billing.Records.FindAsync($"R{write}-B"))!.Lines.Count);
            await Until.TrueAsync(async () => await world.Application.Billing.Intake.ResumeAsync() == 0);
        }

        Assert.InRange(write, 6, WritesMax);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_whose_refusal_is_interrupted_at_any_write_leaves_nothing_but_its_report(bool isLastWritten)
    {
        await world.BillAsync(Header + Line("TAKEN", 1), "first");
        var write = 0;
        var isInterrupted = true;
        while (isInterrupted)
        {
            write++;
            Assert.True(write < WritesMax, "Every round was interrupted.");

            // More numbers than a transaction takes, so that some are claimed before the one that is taken is met.
            var file = Header + Lines(120, index => $"R{write}-{index:D3}") + Line("TAKEN", write + 1);

            isInterrupted = await InterruptAsync(file, write, isLastWritten);
            var report = await RetryingAsync(world.BillAsync(file, $"delivery-{write}"));

            Assert.Equal((true, "DUPLICATE_INVOICE", 122), (report.Rejected, report.Errors.Single().Code, report.Errors.Single().Line));
            Assert.Equal(["TAKEN"], (await world.RowsAsync(BillingKeys.NumbersPartition)).Select(row => row.RowKey));
            Assert.Equal(1m, (await world.BalancesAsync())[Accounts.PayersReceivable]);
            await Until.TrueAsync(async () => await world.Application.Billing.Intake.ResumeAsync() == 0);
        }

        Assert.InRange(write, 5, WritesMax);
    }

    /// <summary>Takes the file in until the write comes; then starts again as a host does.</summary>
    /// <returns>Whether the write came.</returns>
    private async Task<bool> InterruptAsync(string file, int write, bool isLastWritten)
    {
        tables.Set(write, isLastWritten);
        var sprung = tables.Sprung;
        var work = world.BillAsync(file, $"delivery-{write}");
        await Task.WhenAny(work, sprung).WaitAsync(PaymentsWorld.Patience);
        if (!sprung.IsCompleted)
        {
            await work;
            tables.Unset();
            return false;
        }

        await world.RestartAsync();
        await world.Application.Billing.Intake.ResumeAsync();
        await work.ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(PaymentsWorld.Patience);
        return true;
    }

    /// <summary>Lets the time pass after which a step that failed is tried again.</summary>
    private async Task<T> RetryingAsync<T>(Task<T> work)
    {
        await Until.TrueAsync(() =>
        {
            world.Time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(work.IsCompleted);
        });
        return await work;
    }
}
