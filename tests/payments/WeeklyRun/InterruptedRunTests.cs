using System.Text.Json;
using Serverless.Payments.Approvals;
using Serverless.Payments.Caps;
using Serverless.Payments.Settlement;
using Serverless.Payments.WeeklyRun;
using Serverless.Testing;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.WeeklyRun;

/// <summary>Wherever a run is interrupted, and whether its history survives or not, it ends with every payment paid once.</summary>
[Trait("Req", "ALL-3")]
[Trait("Req", "UPI-5")]
public sealed class InterruptedRunTests : IAsyncLifetime
{
    private const int Count = 24;
    private readonly TrappedCaps trap = new();
    private PaymentsWorld world = null!;

    public async Task InitializeAsync()
    {
        world = await CreateAsync(trap);
        trap.World = world;
    }

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Theory]
    [InlineData(CapsCall.BeforeSubmitting, 1, false)]
    [InlineData(CapsCall.BeforeSubmitting, 4, true)]
    [InlineData(CapsCall.AfterSubmitting, 1, true)]
    [InlineData(CapsCall.AfterSubmitting, 4, false)]
    [InlineData(CapsCall.BeforeAnswering, 4, true)]
    [InlineData(CapsCall.AfterAnswering, 2, false)]
    public async Task A_run_that_is_interrupted_beside_a_call_to_CAPS_pays_every_payment_once(CapsCall call, int number, bool isHistoryLost)
    {
        var ids = await ManyPayments.ApproveAsync(world, Count);
        trap.Set(call, number);
        var run = await world.Application.Runs.StartOffCycleAsync(Operations, "interrupted", "interrupted");
        await trap.Sprung.WaitAsync(Patience);

        if (isHistoryLost)
        {
            await LoseHistoryAsync(run.Id);
        }

        await world.RestartAsync();
        Assert.Equal(1, (await world.Application.Repair.RunAsync()).Runs);
        await AssertPaidOnceAsync(run.Id, ids);
    }

    [Fact]
    public async Task A_run_that_took_payments_and_did_not_come_to_note_them_pays_every_payment_once()
    {
        var ids = await ManyPayments.ApproveAsync(world, Count);
        await HalfRun.OpenAsync(world, "off-half");
        await HalfRun.TakeAsync(world, "off-half", isNoted: false);

        await world.Application.Repair.RunAsync();
        await AssertPaidOnceAsync("off-half", ids);
    }

    [Fact]
    public async Task A_run_that_booked_answers_and_did_not_come_to_note_them_finds_them_though_CAPS_no_longer_knows()
    {
        var ids = await ManyPayments.ApproveAsync(world, 3);
        await HalfRun.OpenAsync(world, "off-half");
        await HalfRun.TakeAsync(world, "off-half");
        foreach (var id in ids)
        {
            var payment = await world.ReadAsync(id);
            var answer = new Decision { Id = "caps-1", PaymentId = id, Action = PaymentAction.AnswerHeld, By = "CAPS", Role = Payments.Identity.Role.Caps, Stage = payment.Status, Version = payment.Version, Note = "audit", At = world.Time.GetUtcNow() };
            Assert.Null((await world.Application.Payments.RaiseAsync(await world.Application.Records.StoreAsync(answer), Patience, CancellationToken.None))?.Outcome?.Refusal);
        }

        await world.Application.Repair.RunAsync();
        await CompletedAsync("off-half");
        Assert.Equal(new RunTotals(3, 0, 0, 0, 3), (await world.Application.Runs.FindAsync("off-half"))!.Value.Totals);
        Assert.Equal(0m, world.Caps.TotalPaid);
    }

    private async Task LoseHistoryAsync(string runId)
    {
        var instance = WeeklyRunOrchestration.InstanceId(runId);
        await world.Engine.TerminateInstanceAsync(instance);
        await world.Engine.WaitForInstanceCompletionAsync(instance).WaitAsync(Patience);
    }

    private async Task AssertPaidOnceAsync(string runId, IReadOnlyCollection<string> ids)
    {
        await CompletedAsync(runId);
        Assert.Equal(new RunTotals(ids.Count, ids.Count, 0, 0, 0), (await world.Application.Runs.FindAsync(runId))!.Value.Totals);
        var keys = (await File.ReadAllLinesAsync(world.CapsLedgerPath)).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("key").GetString());
        Assert.Equal(ids.Select(id => $"{id}/1").Order(), keys.Order());
        foreach (var id in ids)
        {
            Assert.Equal((PaymentStatus.PaidByCaps, (string?)null), ((await world.ReadAsync(id)).Status, (await world.ReadAsync(id)).RunId));
        }
    }

    /// <summary>Moves the clock on, over the retry of what failed.</summary>
    private Task CompletedAsync(string runId) => Until.TrueAsync(async () =>
    {
        world.Time.Advance(TimeSpan.FromSeconds(1));
        return await world.Application.Runs.FindAsync(runId) is { Run.Status: RunStatus.Completed };
    });

    public enum CapsCall
    {
        BeforeSubmitting,
        AfterSubmitting,
        BeforeAnswering,
        AfterAnswering,
    }

    /// <summary>The simulator, with one call that fails before or after it did what was asked.</summary>
    private sealed class TrappedCaps : ICaps
    {
        private readonly TaskCompletionSource sprung = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly int[] calls = new int[Enum.GetValues<CapsCall>().Length];
        private (CapsCall Call, int Number)? at;

        public PaymentsWorld World { get; set; } = null!;

        /// <summary>Done when the call came.</summary>
        public Task Sprung => sprung.Task;

        public void Set(CapsCall call, int number) => at = (call, number);

        public Task<IReadOnlyList<ValidationMessage>> ValidateAsync(PaymentFacts facts, CancellationToken cancellation) => World.Caps.ValidateAsync(facts, cancellation);

        public async Task SubmitAsync(string batchId, IReadOnlyList<CapsInstruction> batch, CancellationToken cancellation)
        {
            Pass(CapsCall.BeforeSubmitting);
            await World.Caps.SubmitAsync(batchId, batch, cancellation);
            Pass(CapsCall.AfterSubmitting);
        }

        public async Task<IReadOnlyList<SettlementAnswer>> GetAnswersAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
        {
            Pass(CapsCall.BeforeAnswering);
            var answers = await World.Caps.GetAnswersAsync(keys, cancellation);
            Pass(CapsCall.AfterAnswering);
            return answers;
        }

        public Task CheckAsync(CancellationToken cancellation) => World.Caps.CheckAsync(cancellation);

        private void Pass(CapsCall call)
        {
            if (at is var (trapped, number) && trapped == call && Interlocked.Increment(ref calls[(int)call]) == number)
            {
                sprung.TrySetResult();
                throw new IOException("The process ends here.");
            }
        }
    }
}
