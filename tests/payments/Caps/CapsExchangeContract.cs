using Serverless.Payments.Amounts;
using Serverless.Payments.Caps;
using Serverless.Payments.Settlement;

namespace Serverless.Payments.Tests.Caps;

/// <summary>What every exchange of files with CAPS does, wherever the files and the records are.</summary>
public abstract partial class CapsExchangeContract
{
    protected const string Header = "key,provider_id,client_id,service_code,service_from,service_to,units,rate,amount";

    protected static readonly CancellationToken None = CancellationToken.None;

    /// <summary>The exchange over what it left, as after a restart; the one before is no longer used.</summary>
    protected abstract ICaps Open();

    /// <summary>The files that wait for CAPS, in ordinal order.</summary>
    protected abstract Task<string[]> OutAsync();

    protected abstract Task<string> ReadOutAsync(string name);

    /// <summary>As CAPS, which takes the file away.</summary>
    protected abstract Task TakeOutAsync(string name);

    /// <summary>As CAPS, which answers.</summary>
    protected abstract Task DropAsync(string name, string text);

    /// <summary>As if a crash had come before the file was put away.</summary>
    protected abstract Task PutBackAsync(string name);

    /// <summary>The files of CAPS that were not put away.</summary>
    protected abstract Task<string[]> WaitingAsync();

    protected abstract Task<string[]> ProcessedAsync();

    protected abstract Task<string[]> RejectedAsync();

    protected abstract Task<byte[]> ReadRejectedAsync(string name);

    /// <summary>How often an answer was recorded.</summary>
    protected abstract Task<int> CountRecordedAnswersAsync();

    [Fact]
    public async Task Exchange_writes_a_line_for_each_instruction_when_a_batch_goes_out()
    {
        var caps = Open();

        await caps.SubmitAsync("run-1", [Sample.Instruction("PAY-1/1"), Sample.Instruction("PAY-2/1")], None);

        Assert.Equal(
            $"{Header}\r\nPAY-1/1,P-100,1000000001,SLN,2026-11-02,2026-11-06,10,25.00,250.00\r\nPAY-2/1,P-100,1000000001,SLN,2026-11-02,2026-11-06,10,25.00,250.00\r\n",
            await ReadOutAsync("run-1.csv"));
        Assert.Empty(await caps.GetAnswersAsync(["PAY-1/1"], None));
        Assert.Empty(await caps.ValidateAsync(Sample.Facts, None));
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task Exchange_sends_a_key_once_when_it_comes_again_in_any_batch_after_a_restart_and_after_caps_took_the_file()
    {
        await Open().SubmitAsync("run-1", [Sample.Instruction("PAY-1/1"), Sample.Instruction("PAY-1/1")], None);
        Assert.Equal(["PAY-1/1"], await KeysAsync("run-1.csv"));

        await TakeOutAsync("run-1.csv");
        var restarted = Open();
        await restarted.SubmitAsync("run-1", [Sample.Instruction("PAY-1/1")], None);
        await restarted.SubmitAsync("run-2", [Sample.Instruction("PAY-1/1"), Sample.Instruction("PAY-2/1")], None);

        Assert.Equal(["run-2.csv"], await OutAsync());
        Assert.Equal(["PAY-2/1"], await KeysAsync("run-2.csv"));
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task Exchange_loses_nothing_when_a_batch_comes_again_with_a_further_key()
    {
        var caps = Open();
        await caps.SubmitAsync("run-1", [Sample.Instruction("PAY-1/1")], None);
        var before = await ReadOutAsync("run-1.csv");

        await caps.SubmitAsync("run-1", [Sample.Instruction("PAY-1/1"), Sample.Instruction("PAY-2/1")], None);

        Assert.Equal(["run-1.2.csv", "run-1.csv"], await OutAsync());
        Assert.Equal(before, await ReadOutAsync("run-1.csv"));
        Assert.Equal(["PAY-2/1"], await KeysAsync("run-1.2.csv"));
    }

    [Fact]
    public async Task Exchange_neutralises_text_when_a_spreadsheet_would_calculate_it()
    {
        var facts = Sample.Facts with { ProviderId = "=1+1", ServiceCode = "@x,\"y\"", Units = Units.Of(-2.5m), Amount = Money.Of(-1) };

        await Open().SubmitAsync("run-1", [new("PAY-1/1", facts)], None);

        Assert.Equal(
            $"{Header}\r\nPAY-1/1,'=1+1,1000000001,\"'@x,\"\"y\"\"\",2026-11-02,2026-11-06,-2.5,25.00,-1.00\r\n",
            await ReadOutAsync("run-1.csv"));
    }

    [Theory]
    [InlineData("=PAY/1")]
    [InlineData("PAY\n/1")]
    [InlineData("")]
    public async Task Exchange_sends_nothing_when_a_key_could_not_come_back_unchanged(string key)
    {
        var caps = Open();

        await Assert.ThrowsAsync<ArgumentException>(() => caps.SubmitAsync("run-1", [Sample.Instruction("PAY-1/1"), Sample.Instruction(key)], None));

        Assert.Empty(await OutAsync());
    }

    [Fact]
    public async Task Exchange_sends_nothing_when_a_key_is_no_valid_Unicode()
    {
        var caps = Open();

        await Assert.ThrowsAsync<ArgumentException>(() => caps.SubmitAsync("run-1", [Sample.Instruction("PAY-\ud800/1")], None));

        Assert.Empty(await OutAsync());
    }

    [Fact]
    public async Task Exchange_stays_in_its_folder_when_a_batch_has_an_odd_name()
    {
        await Open().SubmitAsync("../2026-11-25/1", [Sample.Instruction("PAY-1/1")], None);

        Assert.Equal(["___2026-11-25_1.csv"], await OutAsync());
    }

    [Fact]
    public async Task Keys_are_told_apart_whatever_they_are_made_of()
    {
        string[] keys = ["a b/1", "a=20b/1", "a%20b/1", "ä\\#?/1", "a|b/1", "A B/1", "a,\"b\"/1"];
        var caps = Open();
        await caps.SubmitAsync("run-1", [.. keys.Select(Sample.Instruction)], None);
        await DropAsync("a.csv", "key,outcome,reason\n" + string.Concat(keys.Select((key, index) => $"\"{key.Replace("\"", "\"\"", StringComparison.Ordinal)}\",paid,{index}\n")));

        var answers = await caps.GetAnswersAsync(keys, None);

        Assert.Equal(keys.Select((key, index) => new SettlementAnswer(key, SettlementOutcome.Paid, $"{index}")), answers);
    }

    protected async Task<string[]> KeysAsync(string name) => [.. (await ReadOutAsync(name)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')[0])];
}
