using Serverless.Payments.Approvals;
using Serverless.Payments.Moving;
using Serverless.Testing;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.Moving;

/// <summary>Half an import lets no host in; a whole one has its chains started by whichever host comes first.</summary>
[Trait("Req", "ALL-3")]
public sealed class ImportMarksTests : IAsyncLifetime
{
    private PaymentsWorld world = null!;

    public async Task InitializeAsync() => world = await CreateAsync();

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task Application_does_not_open_on_a_storage_that_an_import_is_still_to_fill()
    {
        await new ImportMarks(world.Tables).BeginAsync(State(ImportStage.UnderWay), CancellationToken.None);

        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => PaymentsApplication.OpenAsync(world.Application.Ports));
        Assert.Contains("Repeat the import", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_starts_every_chain_after_an_import_and_only_then()
    {
        var payment = await world.SubmitAsync(Claim());
        await LoseAsync(payment);
        await world.Application.ResumeAsync();
        Assert.Null(await world.Engine.GetInstanceAsync(PaymentApproval.InstanceId(payment.Id)));

        var marks = new ImportMarks(world.Tables);
        await marks.CompleteAsync(State(ImportStage.Done), CancellationToken.None);
        await Task.WhenAll(world.Application.ResumeAsync(), world.Application.ResumeAsync());

        Assert.Null(await marks.FindChainsAsync());
        await world.MoveAsync(payment, PaymentAction.Approve, Coordinator);
    }

    [Fact]
    public async Task Resume_that_was_broken_off_is_done_again()
    {
        var payment = await world.SubmitAsync(Claim());
        await LoseAsync(payment);
        var marks = new ImportMarks(world.Tables);
        await marks.CompleteAsync(State(ImportStage.Done), CancellationToken.None);
        using var broken = new CancellationTokenSource();
        await broken.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.Application.ResumeAsync(broken.Token));
        Assert.NotNull(await marks.FindChainsAsync());

        await world.Application.ResumeAsync();
        Assert.Null(await marks.FindChainsAsync());
        await world.MoveAsync(payment, PaymentAction.Approve, Coordinator);
    }

    [Fact]
    [Trait("Req", "UPI-5")]
    public async Task Slot_that_passed_during_the_move_runs_although_none_ran_before()
    {
        var payment = await world.ApprovedAsync(Claim());
        await new ImportMarks(world.Tables).CompleteAsync(State(ImportStage.Done), CancellationToken.None);
        world.Time.SetUtcNow(new DateTimeOffset(2026, 11, 26, 5, 0, 0, TimeSpan.Zero));

        await world.Application.ResumeAsync();
        await Until.TrueAsync(async () => (await world.ReadAsync(payment.Id)).Status == PaymentStatus.PaidByCaps);
        Assert.NotNull(await world.Application.Runs.FindAsync("week-2026-11-25"));
    }

    [Fact]
    public async Task Word_of_a_later_import_is_not_taken_away_by_who_started_the_chains_of_an_earlier_one()
    {
        var marks = new ImportMarks(world.Tables);
        await marks.CompleteAsync(State(ImportStage.Done), CancellationToken.None);
        var earlier = (await marks.FindChainsAsync())!;
        await marks.CompleteAsync(State(ImportStage.Done), CancellationToken.None);

        await marks.SettleAsync(earlier, CancellationToken.None);
        Assert.NotNull(await marks.FindChainsAsync());
    }

    private ImportState State(ImportStage stage) => new(stage, "0000", world.Time.GetUtcNow(), world.Time.GetUtcNow());

    private async Task LoseAsync(Payment payment)
    {
        var instance = PaymentApproval.InstanceId(payment.Id);
        await world.Engine.TerminateInstanceAsync(instance);
        await world.Engine.WaitForInstanceCompletionAsync(instance).WaitAsync(Patience);
        Assert.True(await world.Engine.PurgeInstanceAsync(instance));
    }
}
