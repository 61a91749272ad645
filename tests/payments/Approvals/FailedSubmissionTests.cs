using Serverless.Durable;
using Serverless.Payments.Approvals;
using Serverless.Payments.Caps;
using Serverless.Payments.Identity;
using Serverless.Payments.Settlement;
using Serverless.Testing;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.Approvals;

[Trait("Req", "ALL-3")]
public sealed class FailedSubmissionTests
{
    [Fact]
    public async Task A_submission_that_failed_for_good_is_taken_up_by_a_repair()
    {
        var caps = new BrokenCaps();
        await using var world = await CreateAsync(caps);
        var submission = world.Application.Payments.Prepare(Claim(), "lost", "provider", Role.Provider);
        await world.Application.Payments.StartAsync(new PaymentApprovalInput(submission.PaymentId, submission), CancellationToken.None);
        await Until.TrueAsync(async () =>
        {
            world.Time.Advance(TimeSpan.FromMinutes(5));
            return (await world.Engine.GetInstanceAsync(PaymentApproval.InstanceId(submission.PaymentId)))?.RuntimeStatus == OrchestrationRuntimeStatus.Failed;
        });
        Assert.Null(await world.Application.Records.FindAsync(submission.PaymentId));

        caps.IsBroken = false;
        Assert.Equal(1, (await world.Application.Repair.RunAsync()).Started);
        await Until.TrueAsync(async () => await world.Application.Records.FindAsync(submission.PaymentId) is { Status: PaymentStatus.WaitingScApproval });
    }

    private sealed class BrokenCaps : ICaps
    {
        public volatile bool IsBroken = true;

        public Task<IReadOnlyList<ValidationMessage>> ValidateAsync(PaymentFacts facts, CancellationToken cancellation)
            => IsBroken ? throw new IOException("out of reach") : Task.FromResult<IReadOnlyList<ValidationMessage>>([]);

        public Task SubmitAsync(string batchId, IReadOnlyList<CapsInstruction> batch, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<IReadOnlyList<SettlementAnswer>> GetAnswersAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation) => throw new NotSupportedException();

        public Task CheckAsync(CancellationToken cancellation) => Task.CompletedTask;
    }
}
