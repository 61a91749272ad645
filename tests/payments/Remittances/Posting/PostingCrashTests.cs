using Serverless.Payments.Ledger;
using Serverless.Payments.Remittances;
using Serverless.Payments.Tests.MassPayments;
using Serverless.Testing;
using static Serverless.Payments.Tests.Remittances.RemittanceWorld;

namespace Serverless.Payments.Tests.Remittances.Posting;

/// <summary>The process ends at each of the writes of a posting, one after the other.</summary>
[Trait("Req", "SAN-6")]
[Trait("Req", "ALL-3")]
public sealed class PostingCrashTests : IAsyncLifetime
{
    /// <summary>More writes than there are; the test ends at the first round that nothing interrupts.</summary>
    private const int WritesMax = 60;

    private TrappedTables trap = null!;
    private PaymentsWorld world = null!;

    public async Task InitializeAsync() => world = await RemittanceWorld.CreateAsync(tables => trap = new TrappedTables(tables));

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_posting_that_is_interrupted_at_any_write_posts_all_of_it_once(bool isLastWritten)
    {
        var isInterrupted = true;
        for (var write = 1; isInterrupted; write++)
        {
            Assert.True(write < WritesMax, "Every round was interrupted.");
            await world.BillToAsync("Medicaid", $"W{write}", 100.00m, 100.00m);
            await world.BillToAsync("Summit Mutual", $"X{write}", 100.00m);
            var id = await world.OpenAsync(270.00m);
            await world.PutAsync(id, $"W{write}-1", 100.00m);
            await world.PutAsync(id, $"W{write}-2", 90.00m, 10.00m, "CO");
            await world.PutAsync(id, $"X{write}-1", 80.00m);
            isInterrupted = await InterruptAsync(id, write, isLastWritten);
            await FinishAsync(id, write);
            var ledger = await world.LedgerAsync();
            Assert.Equal((270.00m * write, 10.00m * write, 20.00m * write), (ledger[Accounts.CashReceipts], ledger[Accounts.ContractualAdjustments], ledger[Accounts.PayersReceivable]));
        }
    }

    /// <returns>Whether the write came.</returns>
    private async Task<bool> InterruptAsync(string id, int write, bool isLastWritten)
    {
        using var end = new CancellationTokenSource();
        trap.Set(write, isLastWritten);
        var sprung = trap.Sprung;

        // Both, because the last write is seen a moment before its answer is lost; the call is answered only after that.
        var work = Task.WhenAll(world.Application.Remittances.Commands.PostAsync(Biller, id, Request(), end.Token), AppliedAsync(id, end.Token));
        await Task.WhenAny(work, sprung).WaitAsync(PaymentsWorld.Patience);
        if (!sprung.IsCompleted)
        {
            trap.Unset();
            await work;
            return false;
        }

        await end.CancelAsync();
        await world.RestartAsync();
        await work.ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(PaymentsWorld.Patience);
        await world.Application.ResumeAsync();
        return true;
    }

    /// <summary>Until the posting is off the list of those at work.</summary>
    private async Task AppliedAsync(string id, CancellationToken cancellation)
    {
        var tables = world.Tables;
        await Until.TrueAsync(async () => cancellation.IsCancellationRequested || ((await world.FindAsync(id)).Status == RemittanceStatus.Posted
            && await tables.GetAsync(Tables.Remittances, RemittanceKeys.PostingPartition, RemittanceKeys.Posting(id, 1), cancellation) is null));
    }

    private async Task FinishAsync(string id, int write)
    {
        var session = await world.FindAsync(id);
        if (session.Status == RemittanceStatus.Open)
        {
            // It was not asked for: nothing of it is there, and it is asked for again.
            Assert.Equal(100.00m, await world.BalanceAsync($"W{write}-1"));
            await world.PostAsync(id);
        }

        await Until.TrueAsync(async () =>
        {
            world.Time.Advance(TimeSpan.FromSeconds(1));
            return (await world.FindAsync(id)).Status == RemittanceStatus.Posted
                && (await world.OpenInvoicesAsync()).All(number => !number.StartsWith($"W{write}-", StringComparison.Ordinal));
        });
        Assert.Equal((0.00m, 0.00m, 20.00m), (await world.BalanceAsync($"W{write}-1"), await world.BalanceAsync($"W{write}-2"), await world.BalanceAsync($"X{write}-1")));
        Assert.Contains($"X{write}-1", await world.OpenInvoicesAsync("Summit Mutual"));
    }
}
