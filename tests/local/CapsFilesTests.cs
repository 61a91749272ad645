using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Testing;

namespace Serverless.Local.Tests;

/// <summary>CAPS reached through files: <c>--caps files</c>.</summary>
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
