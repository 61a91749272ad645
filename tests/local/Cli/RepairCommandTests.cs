using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Durable;
using Serverless.Local.Cli;
using Serverless.Local.Samples;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.WeeklyRun;
using Serverless.Testing;

namespace Serverless.Local.Tests.Cli;

/// <summary><c>repair</c> gives a payment its orchestration back, and does nothing else.</summary>
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
        Assert.Contains(" 1 of them had no running orchestration and were started", output.ToString(), StringComparison.Ordinal);

        await using var again = await TestStack.OpenAsync(folder.Combine("data"), TimeProvider.System);
        var approved = await again.Payments.Payments.DecideAsync(Coordinator, paymentId, new DecisionRequest(PaymentAction.Approve), "approve");
        Assert.Equal(PaymentStatus.WaitingDspdApproval, approved.Payment?.Status);
    }

    [Fact]
    [Trait("Req", "CARE-1")]
    [Trait("Req", "ALL-3")]
    public async Task Provider_payment_that_lost_its_orchestration_goes_on_after_repair()
    {
        await using (var stack = await TestStack.OpenAsync(folder.Combine("data"), TimeProvider.System))
        {
            var month = new CareMonth(stack);
            await month.GenerateAsync();
            var instance = AttendancePayment.InstanceId((await month.SubmittedAsync()).Id);
            await stack.Engine.TerminateInstanceAsync(instance);
            await stack.Engine.WaitForInstanceCompletionAsync(instance);
        }

        Assert.Contains(" 1 provider payments had no running orchestration and were started", await RepairAsync(), StringComparison.Ordinal);
        Assert.Contains(" 0 provider payments had no running orchestration and were started", await RepairAsync(), StringComparison.Ordinal);

        // Asked of the engine alone: an act would start what is missing by itself.
        await using var again = await TestStack.OpenAsync(folder.Combine("data"), TimeProvider.System);
        var payment = new CareMonth(again).IdOf("P-100", CareMonth.Child);
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await again.Engine.GetInstanceAsync(AttendancePayment.InstanceId(payment))).OrFail().RuntimeStatus);
        Assert.Equal(ProviderPaymentStatus.Received, (await new CareMonth(again).SignedAsync()).Status);
    }

    [Fact]
    [Trait("Req", "UPI-5")]
    public async Task Repair_leaves_the_weekly_schedule_to_the_service()
    {
        Assert.Equal(0, await LocalCommands.RunAsync(["repair", "--data", folder.Combine("data")], TextWriter.Null, TextWriter.Null));

        await using var stack = await LocalStack.OpenAsync(DataFolder.Open(folder.Combine("data")), TimeProvider.System, NullLoggerFactory.Instance, keepsSchedule: false);
        Assert.Null(await stack.Engine.GetInstanceAsync(WeeklySchedule.InstanceId));
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task Repair_with_another_CAPS_than_the_payments_began_with_is_refused_in_a_sentence()
    {
        await using (var stack = await TestStack.OpenAsync(folder.Combine("data"), TimeProvider.System, CapsKind.Files))
        {
            await Approval.ThroughAsync(stack);
        }

        await using var error = new StringWriter();
        Assert.Equal(1, await LocalCommands.RunAsync(["repair", "--data", folder.Combine("data")], TextWriter.Null, error));
        Assert.Contains("its payments began with the CAPS of kind files", error.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(folder.Combine("data", "caps", "ledger.jsonl")));

        Assert.Equal(0, await LocalCommands.RunAsync(["repair", "--data", folder.Combine("data"), "--caps", "files"], TextWriter.Null, TextWriter.Null));
    }

    private async Task<string> RepairAsync()
    {
        await using var output = new StringWriter();
        Assert.Equal(0, await LocalCommands.RunAsync(["repair", "--data", folder.Combine("data")], output, TextWriter.Null));
        return output.ToString();
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
