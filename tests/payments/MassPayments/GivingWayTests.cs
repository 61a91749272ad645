using Serverless.Payments.MassPayments;
using Serverless.Testing;
using static Serverless.Payments.Tests.MassPayments.MassWorld;

namespace Serverless.Payments.Tests.MassPayments;

[Trait("Req", "KEES-7")]
[Trait("Req", "ALL-3")]
public sealed class GivingWayTests
{
    [Fact]
    public async Task An_approval_that_meets_a_lost_one_starts_it_and_is_refused_for_what_it_makes()
    {
        await using var world = await MassWorld.CreateAsync(people: 1);
        var lost = await LostAsync(world);
        var late = await world.DraftAsync(Entry(1));

        var approving = world.ApproveAsync(late);
        await AdvanceUntilAsync(world, () => approving.IsCompleted);

        Assert.Equal(["1 ALREADY_EXISTS"], (await approving).Faults.Select(fault => $"{fault.N} {fault.Fault.Code}"));
        Assert.Equal(MassPaymentStatus.Approved, (await world.Application.MassPayments.FindAsync(lost.Id))!.Status);
        Assert.Equal(MassPaymentKeys.NeedId(lost.Id, 1), Assert.Single(await world.NeedsAsync(1)).Id);
    }

    [Fact]
    public async Task An_approval_that_was_recalled_does_not_bind_another()
    {
        await using var world = await MassWorld.CreateAsync(people: 1);
        var lost = await LostAsync(world);
        var recalled = await world.Application.MassPaymentCommands.RecallAsync(PaymentsWorld.Operations, lost.Id);
        Assert.Equal((MassPaymentStatus.Draft, null), (recalled.Page!.Status, recalled.Page.Refused));

        Assert.Equal(MassPaymentStatus.Approved, (await world.ApproveAsync(await world.DraftAsync(Entry(1)))).Page?.Status);
        Assert.Equal(0, await world.Application.MassPaymentCommands.ResumeAsync());
        Assert.Equal("NOT_APPROVING", (await world.Application.MassPaymentCommands.RecallAsync(PaymentsWorld.Operations, (await world.Application.MassPayments.ListAsync().LastAsync()).Page.Id)).Refusal?.Code);
    }

    [Fact]
    public async Task A_lost_approval_is_taken_up_and_comes_to_its_end()
    {
        await using var world = await MassWorld.CreateAsync(people: 1);
        var lost = await LostAsync(world);

        Assert.Equal(1, await world.Application.MassPaymentCommands.ResumeAsync());

        await Until.TrueAsync(async () => (await world.Application.MassPayments.FindAsync(lost.Id))!.Status == MassPaymentStatus.Approved);
        Assert.Single(await world.RequestsAsync(lost));
    }

    /// <summary>An approval that was asked for, and had claimed what it needs, when all that was to carry it on was lost.</summary>
    private static async Task<MassPayment> LostAsync(PaymentsWorld world)
    {
        var draft = await world.DraftAsync(Entry(1));
        var asked = await new MassPaymentApproval(world.Tables, world.Application.MassPayments, world.Application.Calendar).AskAsync(draft.Id, "operations", null, CancellationToken.None);
        var entry = MassEntryForm.Read(await world.Application.MassPayments.EntriesAsync(draft).FirstAsync(), "ET").Facts!;
        Assert.True((await world.Application.Needs.TakeAsync(asked.Page!, [entry], CancellationToken.None)).IsTaken);
        world.Time.Advance(TimeSpan.FromSeconds(1));
        return asked.Page!;
    }

    private static Task AdvanceUntilAsync(PaymentsWorld world, Func<bool> isDone) => Until.TrueAsync(() =>
    {
        world.Time.Advance(TimeSpan.FromSeconds(1));
        return Task.FromResult(isDone());
    });
}
