using System.Text.Json;
using Serverless.Payments.Ledger;
using Serverless.Payments.MassPayments;
using Serverless.Payments.MassPayments.Requests;
using Serverless.Payments.WeeklyRun;
using Serverless.Testing;
using static Serverless.Payments.Tests.MassPayments.MassWorld;

namespace Serverless.Payments.Tests.MassPayments;

/// <summary>The process ends at each of the writes of an approval and of the run after it, one after the other.</summary>
[Trait("Req", "KEES-6")]
[Trait("Req", "ALL-3")]
public sealed class CrashTests : IAsyncLifetime
{
    private const int Persons = 5;

    /// <summary>More writes than there are; the test ends at the first round that nothing interrupts.</summary>
    private const int WritesMax = 200;

    private TrappedTables trap = null!;
    private PaymentsWorld world = null!;
    private decimal paid;

    public async Task InitializeAsync() => world = await MassWorld.CreateAsync(Persons, tables => trap = new TrappedTables(tables));

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_approval_that_is_interrupted_at_any_write_gives_all_or_nothing_and_SMART_pays_each_request_once(bool isLastWritten)
    {
        var keys = new List<string>();
        var isInterrupted = true;
        for (var write = 1; isInterrupted; write++)
        {
            Assert.True(write < WritesMax, "Every round was interrupted.");
            var day = EntryDate.Write(new DateOnly(2026, 1, 1).AddDays(write));
            var draft = await world.DraftAsync([.. Enumerable.Range(1, Persons).Select(person => Entry(person, amount: $"{write}.0{person}", begin: day, end: day))]);
            isInterrupted = await InterruptAsync(draft, write, isLastWritten);
            await FinishAsync(draft);
            keys.AddRange((await world.RequestsAsync(draft)).Select(request => request.SmartKey));
            paid += (5 * write) + 0.15m;
            Assert.Equal(paid, world.Smart.TotalPaid);
        }

        var ledger = (await File.ReadAllLinesAsync(world.SmartLedgerPath)).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("key").GetString());
        Assert.Equal(keys.Order(), ledger.Order());
        var balances = await world.BalancesAsync();
        Assert.Equal((0m, paid), (balances[Accounts.Encumbrances], balances[Accounts.Expenditures]));
    }

    /// <summary>Approves and pays, until the write comes; then starts again as a host does.</summary>
    /// <returns>Whether the write came.</returns>
    private async Task<bool> InterruptAsync(MassPayment draft, int write, bool isLastWritten)
    {
        using var end = new CancellationTokenSource();
        trap.Set(write, isLastWritten);
        var sprung = trap.Sprung;
        var work = ApproveAndPayAsync(draft, end.Token);
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

    private async Task ApproveAndPayAsync(MassPayment draft, CancellationToken cancellation)
    {
        var application = world.Application;
        await application.MassPaymentCommands.ApproveAsync(PaymentsWorld.Operations, draft.Id, cancellation: cancellation);
        var run = await application.Runs.StartOffCycleAsync(PaymentsWorld.Operations, "test", draft.Id, cancellation);
        await world.Engine.WaitForInstanceCompletionAsync(WeeklyRunOrchestration.InstanceId(run.Id), cancellation: cancellation);
    }

    /// <summary>What a person does who finds it as it is: all of it or nothing exists; then approves what is not, and runs.</summary>
    private async Task FinishAsync(MassPayment draft)
    {
        var page = draft;
        await MovedOnAsync(async () => (page = (await world.Application.MassPayments.FindAsync(draft.Id))!).Status != MassPaymentStatus.Approving);
        Assert.Null(page.Refused);
        if (page.Status == MassPaymentStatus.Draft)
        {
            Assert.Empty(await world.RequestsAsync(draft));
            Assert.DoesNotContain(await world.NeedsAsync(1), need => need.MassPaymentId == draft.Id);
            Assert.NotNull((await world.ApproveAsync(draft)).Page);
        }

        Assert.Equal(Enumerable.Range(1, Persons), (await world.RequestsAsync(draft)).Select(request => request.N));
        for (var person = 1; person <= Persons; person++)
        {
            Assert.Single(await world.NeedsAsync(person), need => need.MassPaymentId == draft.Id);
        }

        await world.Application.Runs.StartOffCycleAsync(PaymentsWorld.Operations, "test", Guid.NewGuid().ToString("N"));
        await MovedOnAsync(async () => (await world.RequestsAsync(draft)).All(request => request.Status == RequestStatus.PaidBySmart));
    }

    /// <summary>Moves the clock on, over the retry of what failed.</summary>
    private Task MovedOnAsync(Func<Task<bool>> condition) => Until.TrueAsync(async () =>
    {
        world.Time.Advance(TimeSpan.FromSeconds(1));
        return await condition();
    });
}
