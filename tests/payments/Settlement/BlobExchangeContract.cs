using System.Text;
using Serverless.Payments.Settlement;
using Serverless.Storage;

namespace Serverless.Payments.Tests.Settlement;

/// <summary>An exchange through blobs, and what only several processes and blobs can do to it.</summary>
/// <param name="sample">What goes to the system.</param>
/// <param name="container">The stores of the exchange.</param>
public abstract class BlobExchangeContract<TInstruction>(ExchangeSample<TInstruction> sample, ExchangeContainer<TInstruction> container) : ExchangeContract<TInstruction>(sample)
    where TInstruction : IInstruction
{
    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task The_same_file_is_written_once_more_when_the_system_took_it_and_a_crash_came_before_its_record()
    {
        var exchange = container.Open(faults: new Faults(call => call.IsBefore && call.Name.StartsWith("insert file", StringComparison.Ordinal)));
        await Assert.ThrowsAsync<IOException>(() => exchange.SubmitAsync("run-1", [Sample.Of("PAY-1/1"), Sample.Of("PAY-2/1")], None));
        var before = await ReadOutAsync("run-1.csv");
        await TakeOutAsync("run-1.csv");

        await Open().SubmitAsync("run-9", [Sample.Of("PAY-2/1")], None);

        Assert.Equal(["run-1.csv"], await OutAsync());
        Assert.Equal(before, await ReadOutAsync("run-1.csv"));
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task Keys_of_a_batch_that_was_begun_go_out_as_it_was_begun_when_they_come_again_in_others()
    {
        var exchange = container.Open(faults: new Faults(call => call.IsBefore && call.Name == "put out/run-1.csv"));
        await Assert.ThrowsAsync<IOException>(() => exchange.SubmitAsync("run-1", [.. Keys.Select(Sample.Of)], None));
        Assert.Empty(await OutAsync());

        await Open().SubmitAsync("run-1", [Sample.Of("PAY-2/1"), Sample.Of("PAY-7/1")], None);

        Assert.Equal(["run-1.2.csv", "run-1.csv"], await OutAsync());
        Assert.Equal(Keys, await KeysAsync("run-1.csv"));
        Assert.Equal(["PAY-7/1"], await KeysAsync("run-1.2.csv"));
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task A_batch_as_large_as_one_may_be_goes_out_and_is_answered()
    {
        string[] keys = [.. Enumerable.Range(1, BatchLimit.InstructionsMax).Select(number => $"PAY-{number}/1")];
        var exchange = Open();
        await exchange.SubmitAsync("run-1", [.. keys.Select(Sample.Of)], None);
        Assert.Equal(keys, await KeysAsync("run-1.csv"));
        await DropAsync("a.csv", "key,outcome,reason\n" + string.Concat(keys.Select(key => $"{key},paid,\n")));

        Assert.Equal(keys, (await exchange.GetAnswersAsync(keys, None)).Select(answer => answer.Key));
        Assert.Equal(["a.csv"], await ProcessedAsync());
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task A_file_that_replaced_the_one_being_put_away_is_taken_up_too()
    {
        await SentAsync();
        var replaced = false;
        var exchange = container.Open(faults: new Faults(call =>
        {
            // As another process that has put the file away, and the system that uses its name again.
            if (!replaced && !call.IsBefore && call.Name == "put processed/a.csv")
            {
                replaced = true;
                container.Blobs.PutAsync(container.Name, "in/a.csv", "key,outcome,reason\nPAY-2/1,held,\n"u8.ToArray(), overwrite: true).GetAwaiter().GetResult();
            }

            return false;
        }));
        await DropAsync("a.csv", "key,outcome,reason\nPAY-1/1,paid,\n");

        Assert.Equal(["PAY-1/1"], (await exchange.GetAnswersAsync(Keys, None)).Select(answer => answer.Key));
        Assert.Equal(["PAY-1/1", "PAY-2/1"], (await exchange.GetAnswersAsync(Keys, None)).Select(answer => answer.Key));
        Assert.Empty(await WaitingAsync());
    }

    [Fact]
    public async Task Batch_is_refused_and_named_when_its_place_is_taken_by_a_file_of_others()
    {
        await container.PutAsync("out/run-1.csv", "something else");

        var refusal = await Assert.ThrowsAsync<IOException>(() => Open().SubmitAsync("run-1", [Sample.Of("PAY-1/1")], None));
        Assert.Contains("out/run-1.csv", refusal.Message, StringComparison.Ordinal);

        await TakeOutAsync("run-1.csv");
        await Open().SubmitAsync("run-1", [Sample.Of("PAY-1/1")], None);
        Assert.Equal(["PAY-1/1"], await KeysAsync("run-1.csv"));
    }

    [Fact]
    public async Task Batch_is_refused_when_its_name_or_a_key_is_too_long_to_be_kept()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Open().SubmitAsync("run-1", [Sample.Of(new string('k', 500))], None));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Open().SubmitAsync(new string('b', 101), [Sample.Of("PAY-1/1")], None));
        Assert.Empty(await container.NamesAsync(""));
    }

    [Fact]
    public async Task Files_with_the_longest_names_are_put_away_with_their_reports()
    {
        var exchange = await SentAsync();
        await DropAsync(new string('n', BlobLimits.SegmentCharsMax - 4) + ".csv", "key,outcome,reason\nPAY-1/1,paid,\nPAY-9/1,paid,\n");

        Assert.Single(await exchange.GetAnswersAsync(Keys, None));
        Assert.Empty(await WaitingAsync());
        Assert.Equal(2, (await RejectedAsync()).Length);
    }

    [Fact]
    public async Task Check_fails_with_what_to_look_at_when_a_store_cannot_be_reached_or_a_file_not_taken_up()
    {
        await Open().CheckAsync(None);
        var broken = container.Open(faults: new Faults(call => call.IsBefore && call.Name == "list in/", () => new InvalidOperationException("no container")));
        Assert.Contains("no container", (await Assert.ThrowsAsync<IOException>(() => broken.CheckAsync(None))).Message, StringComparison.Ordinal);

        await SentAsync();
        await DropAsync("bad.csv", "key,outcome,reason\nPAY-1/1,paid,\n");
        await DropAsync("good.csv", "key,outcome,reason\nPAY-2/1,paid,\n");
        var exchange = container.Open(faults: new Faults(call => call.IsBefore && call.Name == "get in/bad.csv"));
        Assert.Equal(["PAY-2/1"], (await exchange.GetAnswersAsync(Keys, None)).Select(answer => answer.Key));
        Assert.Contains("in/bad.csv", (await Assert.ThrowsAsync<IOException>(() => exchange.CheckAsync(None))).Message, StringComparison.Ordinal);
    }

    protected override IPaymentSystem<TInstruction> Open() => container.Open();

    protected override Task<string[]> OutAsync() => container.NamesAsync("out/");

    protected override Task<string> ReadOutAsync(string name) => container.ReadAsync($"out/{name}");

    protected override Task TakeOutAsync(string name) => container.Blobs.DeleteAsync(container.Name, $"out/{name}");

    protected override Task DropAsync(string name, string text) => container.PutAsync($"in/{name}", text);

    protected override async Task PutBackAsync(string name) => await DropAsync(name, await container.ReadAsync($"processed/{name}"));

    protected override Task<string[]> WaitingAsync() => container.NamesAsync("in/");

    protected override Task<string[]> ProcessedAsync() => container.NamesAsync("processed/");

    protected override Task<string[]> RejectedAsync() => container.NamesAsync("rejected/");

    protected override async Task<byte[]> ReadRejectedAsync(string name) => Encoding.UTF8.GetBytes(await container.ReadAsync($"rejected/{name}"));

    protected override async Task<int> CountRecordedAnswersAsync() => (await container.RecordsAsync()).Count(row => row.EndsWith("|answer", StringComparison.Ordinal));
}
