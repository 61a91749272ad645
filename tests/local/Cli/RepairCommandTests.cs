using Serverless.Local.Cli;
using Serverless.Local.Samples;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Testing;

namespace Serverless.Local.Tests.Cli;

/// <summary><c>repair</c> gives a payment its orchestration back.</summary>
public sealed class RepairCommandTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task Payment_that_lost_its_orchestration_goes_on_after_repair()
    {
        string paymentId;
        await using (var stack = await TestStack.OpenAsync(folder.Combine("data"), TimeProvider.System))
        {
            stack.Drop.Start();
            SampleLoad.DropInvoices(stack.Data.Inbox);
            paymentId = await FirstWaitingAsync(stack);
            var instance = PaymentApproval.InstanceId(paymentId);
            await stack.Engine.TerminateInstanceAsync(instance);
            await stack.Engine.WaitForInstanceCompletionAsync(instance);
        }

        await using var output = new StringWriter();
        Assert.Equal(0, await LocalCommands.RunAsync(["repair", "--data", folder.Combine("data")], output, TextWriter.Null));
        Assert.Contains(" 1 had no running orchestration and were started", output.ToString(), StringComparison.Ordinal);

        await using var again = await TestStack.OpenAsync(folder.Combine("data"), TimeProvider.System);
        var approved = await again.Payments.Payments.DecideAsync(Coordinator, paymentId, new DecisionRequest(PaymentAction.Approve), "approve");
        Assert.Equal(PaymentStatus.WaitingDspdApproval, approved.Payment?.Status);
    }

    private static Caller Coordinator => new("coordinator", new HashSet<Role> { Role.Coordinator });

    private static async Task<string> FirstWaitingAsync(LocalStack stack)
    {
        Payment? first = null;
        await Eventually.HoldsAsync("all sample payments", async () =>
        {
            var waiting = (await stack.Payments.Inbox.ReadAsync(Coordinator, after: null, PaymentQueries.TopMax)).Items;
            first = waiting.Count > 0 ? waiting[0] : null;
            return waiting.Count == 48 && Directory.GetFiles(stack.Data.Done).Length == 8;
        });
        return first.OrFail().Id;
    }
}
