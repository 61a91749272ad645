using Serverless.Payments.MassPayments;
using Serverless.Payments.MassPayments.Requests;
using Serverless.Storage;
using Serverless.Testing;
using static Serverless.Payments.Tests.MassPayments.MassWorld;

namespace Serverless.Payments.Tests.MassPayments;

[Trait("Req", "KEES-6")]
[Trait("Req", "ALL-3")]
public sealed class MassPaymentRepairTests
{
    [Fact]
    public async Task A_request_that_is_missing_from_the_list_is_paid_by_the_next_run_after_a_repair()
    {
        await using var world = await MassWorld.CreateAsync(people: 2);
        var draft = await world.DraftAsync(Entry(1), Entry(2, amount: "10.01"));
        await world.ApproveAsync(draft);
        var key = RequestIndex.KeyOf((await world.RequestsAsync(draft))[1]);
        await world.Tables.SubmitAsync(Tables.RequestIndex, key.Partition, [TableOperation.Delete(key.Row)]);
        await world.RunCapsAsync();
        Assert.Equal([RequestStatus.PaidBySmart, RequestStatus.Authorized], (await world.RequestsAsync(draft)).Select(request => request.Status));

        Assert.Equal(1, (await world.Application.Repair.RunAsync()).Requests);
        Assert.Equal(1, (await world.Application.Repair.RunAsync()).Requests);
        await world.RunCapsAsync();

        Assert.All(await world.RequestsAsync(draft), request => Assert.Equal(RequestStatus.PaidBySmart, request.Status));
        Assert.Equal(35.01m, world.Smart.TotalPaid);
        Assert.Equal(0, (await world.Application.Repair.RunAsync()).Requests);
    }

    [Fact]
    public async Task An_approval_that_was_asked_for_and_never_started_is_taken_up_and_no_other_is()
    {
        await using var world = await MassWorld.CreateAsync(people: 2);
        var approved = await world.DraftAsync(Entry(1));
        await world.ApproveAsync(approved);
        var lost = await world.DraftAsync(Entry(2));
        var approval = new MassPaymentApproval(world.Tables, world.Application.MassPayments, world.Application.Calendar);
        await approval.AskAsync(lost.Id, "operations", null, CancellationToken.None);

        Assert.Equal(1, await world.Application.MassPaymentCommands.ResumeAsync());
        Assert.Equal(MassPaymentStatus.Approved, (await world.ApproveAsync(lost)).Page?.Status);

        Assert.Equal(0, await world.Application.MassPaymentCommands.ResumeAsync());
        Assert.Single(await world.NeedsAsync(2));
    }

    [Fact]
    public async Task An_approval_whose_orchestration_was_purged_halfway_is_taken_up_and_ends_with_everything_once()
    {
        TrappedTables trap = null!;
        await using var world = await MassWorld.CreateAsync(2, tables => trap = new TrappedTables(tables));
        var draft = await world.DraftAsync(Entry(1), Entry(2));
        trap.Set(5, isLast: true);
        using var end = new CancellationTokenSource();
        var work = world.Application.MassPaymentCommands.ApproveAsync(PaymentsWorld.Operations, draft.Id, cancellation: end.Token);
        await trap.Sprung.WaitAsync(PaymentsWorld.Patience);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
        await world.RestartAsync();
        var instance = MassPaymentOrchestration.InstanceId(draft.Id, 1);
        await world.Engine.TerminateInstanceAsync(instance);
        await world.Engine.WaitForInstanceCompletionAsync(instance).WaitAsync(PaymentsWorld.Patience);
        Assert.True(await world.Engine.PurgeInstanceAsync(instance));

        Assert.Equal(1, (await world.Application.Repair.RunAsync()).MassPayments);
        Assert.Equal(MassPaymentStatus.Approved, (await world.ApproveAsync(draft)).Page?.Status);

        Assert.Equal([1, 2], (await world.RequestsAsync(draft)).Select(request => request.N));
        Assert.Single(await world.NeedsAsync(1));
        await world.RunCapsAsync();
        Assert.Equal(50.00m, world.Smart.TotalPaid);
    }
}
