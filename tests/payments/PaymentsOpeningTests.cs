using Serverless.Payments.Approvals;
using Serverless.Testing;

namespace Serverless.Payments.Tests;

public sealed class PaymentsOpeningTests
{
    [Fact]
    public async Task Application_is_opened_once_for_many_who_ask_at_a_time()
    {
        await using var world = await PaymentsWorld.CreateAsync();
        var opened = 0;
        var gate = new TaskCompletionSource();
        var opening = new PaymentsOpening(async () =>
        {
            Interlocked.Increment(ref opened);
            await gate.Task;
            return world.Application;
        });

        var asked = Enumerable.Range(0, 8).Select(_ => opening.OpenAsync()).ToList();
        gate.SetResult();
        var answers = await Task.WhenAll(asked);

        Assert.Equal(1, opened);
        Assert.All(answers, answer => Assert.Same(answers[0], answer));
        Assert.Contains(PaymentApproval.SubmitActivity, answers[0].Tasks.Activities.Keys);
    }

    [Fact]
    public async Task Failure_is_told_and_the_next_one_tries_again()
    {
        await using var world = await PaymentsWorld.CreateAsync();
        var attempts = 0;
        var opening = new PaymentsOpening(() => ++attempts == 1 ? throw new IOException("No store.") : Task.FromResult(world.Application));

        await Assert.ThrowsAsync<IOException>(() => opening.OpenAsync());
        Assert.Throws<InvalidOperationException>(() => opening.Opened);
        await opening.OpenAsync();

        Assert.Same(world.Application, opening.Opened.Application);
    }
}
