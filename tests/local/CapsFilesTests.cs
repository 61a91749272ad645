using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Payments.Settlement;
using Serverless.Testing;

namespace Serverless.Local.Tests;

/// <summary>CAPS and SMART reached through files: <c>--caps files</c>.</summary>
public sealed class CapsFilesTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Kind_of_CAPS_may_change_while_there_is_no_payment()
    {
        await (await TestStack.OpenAsync(folder.Combine("data"), TimeProvider.System)).DisposeAsync();

        await using var stack = await TestStack.OpenAsync(folder.Combine("data"), TimeProvider.System, CapsKind.Files);
        Assert.Null(stack.Simulator);
        Assert.Null(stack.SmartSimulator);
    }

    [Fact]
    [Trait("Req", "KEES-6")]
    public async Task SMART_is_reached_through_files_beside_those_of_CAPS()
    {
        await using var stack = await TestStack.OpenAsync(folder.Combine("data"), TimeProvider.System, CapsKind.Files);

        await stack.Payments.Ports.Smart.SubmitAsync("run-1", [SmartRequest.Of("REQ-1/1")], CancellationToken.None);

        Assert.StartsWith("key,provider_id,service_id,", await File.ReadAllTextAsync(Path.Combine(stack.Data.Smart, "out", "run-1.csv")), StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(stack.Data.Smart, "in", "answer.csv"), "key,outcome,reason\nREQ-1/1,paid,\n");
        Assert.Equal([new SettlementAnswer("REQ-1/1", SettlementOutcome.Paid, null)], await stack.Payments.Ports.Smart.GetAnswersAsync(["REQ-1/1"], CancellationToken.None));
    }

    [Fact]
    [Trait("Req", "UPI-5")]
    public async Task Payment_is_paid_when_the_answer_file_to_its_batch_says_so()
    {
        await using var stack = await TestStack.OpenAsync(folder.Combine("data"), TimeProvider.System, CapsKind.Files);
        var payment = await Approval.ThroughAsync(stack);
        await stack.Payments.Runs.StartOffCycleAsync(new Caller("operations", new HashSet<Role> { Role.Operations }), "test", "test");

        var outbox = Path.Combine(stack.Data.Caps, "out");
        await Eventually.HoldsAsync("a batch file", () => Directory.GetFiles(outbox, "*.csv").Length == 1);
        Assert.Contains(payment.CapsKey, await File.ReadAllTextAsync(Directory.GetFiles(outbox, "*.csv")[0]), StringComparison.Ordinal);
        var answer = folder.Combine("answer");
        await File.WriteAllTextAsync(answer, $"key,outcome,reason\n{payment.CapsKey},paid,\n");
        File.Move(answer, Path.Combine(stack.Data.Caps, "in", "answer.csv"));

        await Eventually.HoldsAsync("the payment paid", async () => (await stack.Payments.Records.FindAsync(payment.Id))?.Status == PaymentStatus.PaidByCaps);
    }
}
