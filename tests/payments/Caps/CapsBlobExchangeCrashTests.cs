using Serverless.Payments.Caps;
using Serverless.Payments.Settlement;
using Serverless.Payments.Tests.Settlement;

namespace Serverless.Payments.Tests.Caps;

/// <summary>
/// The exchange through blobs, which is the same for every system, where any call to a store fails, before it took effect or after, and is repeated by another
/// process; and where two processes do the same work at one time.
/// </summary>
[Trait("Req", "ALL-3")]
public sealed class CapsBlobExchangeCrashTests
{
    /// <summary>More calls than any of these scenarios makes.</summary>
    private const int CallsMax = 500;

    private const int Interleavings = 100;

    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly string[] Keys = [.. Enumerable.Range(1, 6).Select(number => $"PAY-{number}/1")];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_key_is_lost_or_in_two_files_when_any_call_fails_and_the_batch_is_repeated(bool isBefore)
    {
        var hasFailed = true;
        for (var call = 1; hasFailed; call++)
        {
            var container = CapsSample.Container();
            await container.Open().SubmitAsync("run-0", Batch(0, 1), None);
            hasFailed = await FailsAsync(container, call, isBefore, caps => caps.SubmitAsync("run-1", Batch(0, 4), None));

            await container.Open().SubmitAsync("run-1", Batch(0, 4), None);

            var files = await container.OutKeysAsync();
            Assert.Equal(["run-0.csv", "run-1.csv"], files.Keys);
            Assert.Equal(Keys[1..4], files["run-1.csv"]);
            await AssertNothingGoesOutAgainAsync(container, files.Keys, "run-1", Batch(0, 4));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_key_is_lost_or_in_two_files_when_any_call_fails_and_the_keys_come_again_in_other_batches(bool isBefore)
    {
        var hasFailed = true;
        for (var call = 1; hasFailed; call++)
        {
            var container = CapsSample.Container();
            hasFailed = await FailsAsync(container, call, isBefore, caps => caps.SubmitAsync("run-1", Batch(0, 4), None));

            await container.Open().SubmitAsync("run-1", Batch(2, 5), None);
            await container.Open().SubmitAsync("run-2", Batch(0, 2), None);
            await container.Open().SubmitAsync("run-2", Batch(5, 6), None);

            AssertEachOnce(await container.OutKeysAsync());
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_answer_is_lost_and_no_file_left_when_any_call_fails_and_the_look_is_repeated(bool isBefore)
    {
        var hasFailed = true;
        for (var call = 1; hasFailed; call++)
        {
            var container = CapsSample.Container();
            await container.Open().SubmitAsync("run-1", Batch(0, 6), None);
            await container.PutAsync("in/a.csv", "key,outcome,reason\nPAY-1/1,paid,\nPAY-2/1,held,why\nPAY-3/1,paid,\n");
            await container.PutAsync("in/b.csv", "key,outcome,reason\nPAY-1/1,error,\nPAY-4/1,paid,\nPAY-9/1,paid,\n");
            hasFailed = await FailsAsync(container, call, isBefore, caps => caps.GetAnswersAsync(Keys, None));

            var answers = await container.Open().GetAnswersAsync(Keys, None);

            Assert.Equal(Keys[..4], answers.Select(answer => answer.Key));
            Assert.Equal(4, (await container.RecordsAsync()).Count(row => row.EndsWith("|answer", StringComparison.Ordinal)));
            Assert.Empty(await container.NamesAsync("in/"));

            // Where a.csv was not read at first, the answer of b.csv may be the first; then a.csv is the one with a fault.
            var kept = (await container.NamesAsync("processed/")).Concat(await container.NamesAsync("rejected/")).Order(StringComparer.Ordinal);
            Assert.Equal(["a.csv", "b.csv"], kept.Where(name => name.EndsWith(".csv", StringComparison.Ordinal)));
            Assert.Contains("b.csv.report.json", await container.NamesAsync("rejected/"));
        }
    }

    [Fact]
    public async Task No_key_is_lost_or_in_two_files_when_processes_send_overlapping_batches_at_one_time()
    {
        for (var round = 0; round < Interleavings; round++)
        {
            var container = CapsSample.Container();
            await Task.WhenAll(
                SubmitAsync(container, "run-1", Batch(0, 4)),
                SubmitAsync(container, "run-1", Batch(0, 4)),
                SubmitAsync(container, "run-1", Batch(2, 5)),
                SubmitAsync(container, "run-2", [.. Batch(3, 6).Reverse()]));

            AssertEachOnce(await container.OutKeysAsync());
        }
    }

    [Fact]
    public async Task Every_key_is_answered_once_when_processes_collect_the_same_files_at_one_time()
    {
        for (var round = 0; round < Interleavings; round++)
        {
            var container = CapsSample.Container();
            await container.Open().SubmitAsync("run-1", Batch(0, 6), None);
            await container.PutAsync("in/a.csv", "key,outcome,reason\nPAY-1/1,paid,\nPAY-2/1,held,why\nPAY-3/1,paid,\nPAY-9/1,paid,\n");
            await container.PutAsync("in/b.csv", "key,outcome,reason\nPAY-3/1,paid,\nPAY-4/1,error,\nPAY-5/1,paid,\n");

            var seen = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Process(container).GetAnswersAsync(Keys, None)));

            Assert.All(seen, answers => Assert.Equal(Keys[..5], answers.Select(answer => answer.Key)));
            Assert.Equal(5, (await container.RecordsAsync()).Count(row => row.EndsWith("|answer", StringComparison.Ordinal)));
            Assert.Empty(await container.NamesAsync("in/"));
            Assert.Equal(["b.csv"], await container.NamesAsync("processed/"));
            Assert.Equal(["a.csv", "a.csv.report.json"], await container.NamesAsync("rejected/"));
        }
    }

    [Fact]
    public async Task One_answer_stands_for_all_when_processes_collect_contradicting_files_at_one_time()
    {
        for (var round = 0; round < Interleavings; round++)
        {
            var container = CapsSample.Container();
            await container.Open().SubmitAsync("run-1", Batch(0, 2), None);
            await container.PutAsync("in/a.csv", "key,outcome,reason\nPAY-1/1,paid,\nPAY-2/1,paid,\n");
            var first = Process(container).GetAnswersAsync(Keys, None);
            await container.PutAsync("in/b.csv", "key,outcome,reason\nPAY-1/1,held,\n");
            await Task.WhenAll(first, Process(container).GetAnswersAsync(Keys, None));

            var stands = await container.Open().GetAnswersAsync(Keys, None);

            Assert.Equal(Keys[..2], stands.Select(answer => answer.Key));
            Assert.All(await Task.WhenAll(first), answers => Assert.Equal(answers, stands.Where(answer => answers.Any(seen => seen.Key == answer.Key))));
            Assert.Contains((await container.NamesAsync("rejected/")).Single(name => name.EndsWith(".csv", StringComparison.Ordinal)), new[] { "a.csv", "b.csv" });
        }
    }

    private static CapsInstruction[] Batch(int from, int before) => [.. Keys[from..before].Select(Sample.Instruction)];

    /// <summary>A process whose calls take turns with those of others.</summary>
    private static BlobExchange<CapsInstruction> Process(ExchangeContainer<CapsInstruction> container) => container.Open(new Faults(_ => false));

    private static Task SubmitAsync(ExchangeContainer<CapsInstruction> container, string batchId, CapsInstruction[] batch)
        => Task.Run(() => Process(container).SubmitAsync(batchId, batch, None));

    /// <summary>Lets one call fail, and all behind it, as a process that has ended.</summary>
    /// <returns>Whether it came to that call.</returns>
    private static async Task<bool> FailsAsync(ExchangeContainer<CapsInstruction> container, int failing, bool isBefore, Func<BlobExchange<CapsInstruction>, Task> run)
    {
        Assert.True(failing <= CallsMax, "The scenario makes no end.");
        var hasEnded = false;
        var caps = container.Open(new Faults(call => hasEnded |= call.Number == failing && call.IsBefore == isBefore));
        try
        {
            await run(caps);
        }
        catch (IOException)
        {
            // As was wanted.
        }

        return hasEnded;
    }

    private static void AssertEachOnce(IReadOnlyDictionary<string, string[]> files)
        => Assert.Equal(Keys, files.Values.SelectMany(keys => keys).Order(StringComparer.Ordinal));

    private static async Task AssertNothingGoesOutAgainAsync(ExchangeContainer<CapsInstruction> container, IEnumerable<string> files, string batchId, CapsInstruction[] batch)
    {
        foreach (var name in files.ToArray())
        {
            await container.Blobs.DeleteAsync(container.Name, $"out/{name}");
        }

        await container.Open().SubmitAsync(batchId, batch, None);
        Assert.Empty(await container.NamesAsync("out/"));
    }
}
