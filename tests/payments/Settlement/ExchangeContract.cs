using Serverless.Payments.Settlement;

namespace Serverless.Payments.Tests.Settlement;

/// <summary>What every exchange of files with a payment system does, whichever that is and wherever the files and the records are.</summary>
public abstract partial class ExchangeContract<TInstruction>(ExchangeSample<TInstruction> sample)
    where TInstruction : IInstruction
{
    protected static readonly CancellationToken None = CancellationToken.None;

    protected ExchangeSample<TInstruction> Sample { get; } = sample;

    /// <summary>The exchange over what it left, as after a restart; the one before is no longer used.</summary>
    protected abstract IPaymentSystem<TInstruction> Open();

    /// <summary>The files that wait for the system, in ordinal order.</summary>
    protected abstract Task<string[]> OutAsync();

    protected abstract Task<string> ReadOutAsync(string name);

    /// <summary>As the system, which takes the file away.</summary>
    protected abstract Task TakeOutAsync(string name);

    /// <summary>As the system, which answers.</summary>
    protected abstract Task DropAsync(string name, string text);

    /// <summary>As if a crash had come before the file was put away.</summary>
    protected abstract Task PutBackAsync(string name);

    /// <summary>The files of the system that were not put away.</summary>
    protected abstract Task<string[]> WaitingAsync();

    protected abstract Task<string[]> ProcessedAsync();

    protected abstract Task<string[]> RejectedAsync();

    protected abstract Task<byte[]> ReadRejectedAsync(string name);

    /// <summary>How often an answer was recorded.</summary>
    protected abstract Task<int> CountRecordedAnswersAsync();

    [Fact]
    public async Task Exchange_writes_a_line_for_each_instruction_when_a_batch_goes_out()
    {
        var exchange = Open();

        await exchange.SubmitAsync("run-1", [Sample.Of("PAY-1/1"), Sample.Of("PAY-2/1")], None);

        Assert.Equal($"{Sample.Header}\r\nPAY-1/1,{Sample.Fields}\r\nPAY-2/1,{Sample.Fields}\r\n", await ReadOutAsync("run-1.csv"));
        Assert.Empty(await exchange.GetAnswersAsync(["PAY-1/1"], None));
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task Exchange_sends_a_key_once_when_it_comes_again_in_any_batch_after_a_restart_and_after_the_system_took_the_file()
    {
        await Open().SubmitAsync("run-1", [Sample.Of("PAY-1/1"), Sample.Of("PAY-1/1")], None);
        Assert.Equal(["PAY-1/1"], await KeysAsync("run-1.csv"));

        await TakeOutAsync("run-1.csv");
        var restarted = Open();
        await restarted.SubmitAsync("run-1", [Sample.Of("PAY-1/1")], None);
        await restarted.SubmitAsync("run-2", [Sample.Of("PAY-1/1"), Sample.Of("PAY-2/1")], None);

        Assert.Equal(["run-2.csv"], await OutAsync());
        Assert.Equal(["PAY-2/1"], await KeysAsync("run-2.csv"));
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task Exchange_loses_nothing_when_a_batch_comes_again_with_a_further_key()
    {
        var exchange = Open();
        await exchange.SubmitAsync("run-1", [Sample.Of("PAY-1/1")], None);
        var before = await ReadOutAsync("run-1.csv");

        await exchange.SubmitAsync("run-1", [Sample.Of("PAY-1/1"), Sample.Of("PAY-2/1")], None);

        Assert.Equal(["run-1.2.csv", "run-1.csv"], await OutAsync());
        Assert.Equal(before, await ReadOutAsync("run-1.csv"));
        Assert.Equal(["PAY-2/1"], await KeysAsync("run-1.2.csv"));
    }

    [Fact]
    public async Task Exchange_neutralises_text_when_a_spreadsheet_would_calculate_it()
    {
        await Open().SubmitAsync("run-1", [Sample.Formula("PAY-1/1")], None);

        Assert.Equal($"{Sample.Header}\r\nPAY-1/1,{Sample.FormulaFields}\r\n", await ReadOutAsync("run-1.csv"));
    }

    [Theory]
    [InlineData("=PAY/1")]
    [InlineData("PAY\n/1")]
    [InlineData("")]
    public async Task Exchange_sends_nothing_when_a_key_could_not_come_back_unchanged(string key)
    {
        var exchange = Open();

        await Assert.ThrowsAsync<ArgumentException>(() => exchange.SubmitAsync("run-1", [Sample.Of("PAY-1/1"), Sample.Of(key)], None));

        Assert.Empty(await OutAsync());
    }

    [Fact]
    public async Task Exchange_sends_nothing_when_a_key_is_no_valid_Unicode()
    {
        var exchange = Open();

        await Assert.ThrowsAsync<ArgumentException>(() => exchange.SubmitAsync("run-1", [Sample.Of("PAY-\ud800/1")], None));

        Assert.Empty(await OutAsync());
    }

    [Fact]
    public async Task Exchange_stays_in_its_folder_when_a_batch_has_an_odd_name()
    {
        await Open().SubmitAsync("../2026-11-25/1", [Sample.Of("PAY-1/1")], None);

        Assert.Equal(["___2026-11-25_1.csv"], await OutAsync());
    }

    [Fact]
    public async Task Keys_are_told_apart_whatever_they_are_made_of()
    {
        string[] keys = ["a b/1", "a=20b/1", "a%20b/1", "ä\\#?/1", "a|b/1", "A B/1", "a,\"b\"/1"];
        var exchange = Open();
        await exchange.SubmitAsync("run-1", [.. keys.Select(Sample.Of)], None);
        await DropAsync("a.csv", "key,outcome,reason\n" + string.Concat(keys.Select((key, index) => $"\"{key.Replace("\"", "\"\"", StringComparison.Ordinal)}\",paid,{index}\n")));

        var answers = await exchange.GetAnswersAsync(keys, None);

        Assert.Equal(keys.Select((key, index) => new SettlementAnswer(key, SettlementOutcome.Paid, $"{index}")), answers);
    }

    protected async Task<string[]> KeysAsync(string name) => [.. (await ReadOutAsync(name)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')[0])];
}
