using Serverless.Durable;
using Serverless.Payments.MassPayments;
using Serverless.Testing;
using static Serverless.Payments.Tests.MassPayments.MassWorld;

namespace Serverless.Payments.Tests.MassPayments;

/// <summary>How far an approval is, as pages show it.</summary>
[Trait("Req", "KEES-6")]
public sealed class MassPaymentProgressTests
{
    [Theory]
    [InlineData(0, 0, false, 20, null)]
    [InlineData(1, 0, false, 20, 0)]
    [InlineData(1, 1, true, 20, 20)]
    [InlineData(3, 2, false, 1_001, 1_000)]
    [InlineData(3, 2, true, 1_001, 501)]
    [InlineData(3, 3, true, 1_001, 1_001)]
    [InlineData(2, 2, true, 1_000, 1_000)]
    public void Entries_are_counted_by_the_parts_that_are_through_of_which_the_last_may_be_smaller(int parts, int done, bool isLastDone, int entries, int? counted)
        => Assert.Equal(counted, new MassPaymentProgress(MassPaymentStage.Claiming, parts, done, isLastDone).EntriesDone(entries));

    [Fact]
    public async Task An_approval_that_waits_for_another_shows_how_many_entries_have_their_needs_and_goes_on()
    {
        await using var world = await MassWorld.CreateAsync(people: 501);
        var large = await AskAsync(world, await world.DraftAsync([.. Enumerable.Range(1, 501).Select(person => Entry(person))]));
        var holder = await AskAsync(world, await world.DraftAsync(Entry(501)));
        var wanted = MassEntryForm.Read(await world.Application.MassPayments.EntriesAsync(holder).FirstAsync(), "ET").Facts!;
        Assert.True((await world.Application.Needs.TakeAsync(holder, [wanted], CancellationToken.None)).IsTaken);

        // At work, and not before tomorrow.
        await world.Engine.ScheduleNewOrchestrationInstanceAsync(
            MassPaymentOrchestration.Name,
            new MassPaymentInput(holder.Id, holder.Asked),
            new StartOrchestrationOptions(MassPaymentOrchestration.InstanceId(holder.Id, holder.Asked), world.Time.GetUtcNow().AddDays(1)));
        Assert.Null(await world.Application.MassPaymentCommands.ProgressAsync(large));
        await world.Application.MassPaymentCommands.ResumeAsync();

        var waiting = new MassPaymentProgress(MassPaymentStage.Waiting, Parts: 2, PartsDone: 1, IsLastDone: false);
        await Until.TrueAsync(async () => await world.Application.MassPaymentCommands.ProgressAsync(large) == waiting);
        Assert.Equal(500, waiting.EntriesDone(large.Entries));

        await world.Application.MassPaymentCommands.RecallAsync(PaymentsWorld.Operations, holder.Id);
        await Until.TrueAsync(async () =>
        {
            world.Time.Advance(TimeSpan.FromSeconds(1));
            return (await world.Application.MassPayments.FindAsync(large.Id))!.Status == MassPaymentStatus.Approved;
        });
        Assert.Null(await world.Application.MassPaymentCommands.ProgressAsync((await world.Application.MassPayments.FindAsync(large.Id))!));
    }

    private static async Task<MassPayment> AskAsync(PaymentsWorld world, MassPayment draft)
    {
        world.Time.Advance(TimeSpan.FromSeconds(1));
        return (await new MassPaymentApproval(world.Tables, world.Application.MassPayments, world.Application.Calendar).AskAsync(draft.Id, "operations", null, CancellationToken.None)).Page!;
    }
}
