using Microsoft.Extensions.Time.Testing;
using Serverless.Payments.Caps;
using Serverless.Payments.Settlement;
using Serverless.Payments.Tests.Settlement;

namespace Serverless.Payments.Tests.Caps;

public sealed class CapsLedgerRecoveryTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider clock = new();

    private string Ledger => folder.File("ledger.jsonl");

    public void Dispose() => folder.Dispose();

    [Theory]
    [Trait("Req", "ALL-3")]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(100_000)]
    public async Task Ledger_sets_a_torn_last_line_aside_when_a_crash_left_one(int tornBytes)
    {
        await PayAsync("PAY-1/1");
        var whole = await File.ReadAllTextAsync(Ledger);
        await File.AppendAllTextAsync(Ledger, new string('x', tornBytes));

        await PayAsync("PAY-2/1");
        await PayAsync("PAY-3/1");

        var lines = await File.ReadAllLinesAsync(Ledger);
        Assert.Equal(3, lines.Length);
        Assert.Equal(whole, lines[0] + "\n");
        var aside = Assert.Single(System.IO.Directory.GetFiles(folder.Path, "ledger.jsonl.torn-*"));
        Assert.Equal(tornBytes, new FileInfo(aside).Length);
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task Ledger_reads_the_same_answers_when_it_is_cut_at_any_byte()
    {
        await PayAsync("PAY-1/1");
        var acknowledged = new FileInfo(Ledger).Length;
        await PayAsync("PAY-2/1");
        var bytes = await File.ReadAllBytesAsync(Ledger);

        for (var length = acknowledged; length <= bytes.Length; length += 13)
        {
            await File.WriteAllBytesAsync(Ledger, bytes[..(int)length]);
            using var caps = new CapsSimulator(folder.Path, clock);
            var answer = Assert.Single(await caps.GetAnswersAsync(["PAY-1/1"], None));
            Assert.Equal(SettlementOutcome.Paid, answer.Outcome);
        }
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"key\":\"PAY-9/1\"}")]
    public async Task Simulator_refuses_to_start_and_names_the_line_when_one_in_the_middle_is_unreadable(string line)
    {
        await PayAsync("PAY-1/1");
        await File.AppendAllTextAsync(Ledger, line + "\n");
        var before = await File.ReadAllTextAsync(Ledger);

        var refusal = Assert.Throws<InvalidDataException>(() => new CapsSimulator(folder.Path, clock));

        Assert.Contains("Line 2", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(Ledger));
    }

    [Fact]
    public async Task Simulator_refuses_to_start_when_a_key_stands_in_the_ledger_twice()
    {
        await PayAsync("PAY-1/1");
        await File.AppendAllTextAsync(Ledger, await File.ReadAllTextAsync(Ledger));

        var refusal = Assert.Throws<InvalidDataException>(() => new CapsSimulator(folder.Path, clock));

        Assert.Contains("Line 2", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("PAY-1/1", refusal.Message, StringComparison.Ordinal);
    }

    private async Task PayAsync(string key)
    {
        using var caps = new CapsSimulator(folder.Path, clock);
        await caps.SeedAsync([Sample.Contract], None);
        await caps.SubmitAsync("batch", [Sample.Instruction(key)], None);
    }
}
