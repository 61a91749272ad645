using Microsoft.Extensions.Time.Testing;
using Serverless.Payments.Settlement;

namespace Serverless.Payments.Tests.Settlement;

/// <summary>An exchange through a folder, and what only a folder can do to it.</summary>
/// <param name="sample">What goes to the system.</param>
/// <param name="open">The exchange over a folder.</param>
public abstract class FileExchangeContract<TInstruction>(ExchangeSample<TInstruction> sample, Func<string, TimeProvider, FileExchange<TInstruction>> open)
    : ExchangeContract<TInstruction>(sample), IDisposable
    where TInstruction : IInstruction
{
    private readonly TemporaryFolder folder = new();
    private FileExchange<TInstruction>? opened;

    public void Dispose()
    {
        opened?.Dispose();
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task Exchange_finishes_the_file_when_a_crash_came_between_the_record_and_the_renaming()
    {
        await Open().SubmitAsync("run-1", [Sample.Of("PAY-1/1")], None);
        File.Move(folder.File("out", "run-1.csv"), folder.File("out", ".run-1.csv.tmp"));

        Open();

        Assert.Equal(["run-1.csv"], await OutAsync());
        Assert.Equal(["PAY-1/1"], await KeysAsync("run-1.csv"));
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task Exchange_sends_the_batch_anew_when_a_crash_came_before_the_record()
    {
        System.IO.Directory.CreateDirectory(folder.File("out"));
        await File.WriteAllTextAsync(folder.File("out", ".run-1.csv.tmp"), Sample.Header + "\r\nPAY-1/1,P-1");
        var exchange = Open();
        Assert.Empty(await OutAsync());

        await exchange.SubmitAsync("run-1", [Sample.Of("PAY-1/1")], None);

        Assert.Equal(["PAY-1/1"], await KeysAsync("run-1.csv"));
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task Answers_are_known_after_a_restart_when_a_crash_tore_the_next_line()
    {
        var exchange = await SentAsync();
        await DropAsync("a.csv", "key,outcome,reason\nPAY-1/1,paid,\n");
        await exchange.GetAnswersAsync(Keys, None);
        opened!.Dispose();

        await File.AppendAllTextAsync(folder.File("answers.jsonl"), "{\"key\":\"PAY-2/");

        Assert.Equal(["PAY-1/1"], (await Open().GetAnswersAsync(Keys, None)).Select(answer => answer.Key));
    }

    [Fact]
    public async Task Files_are_left_alone_when_their_name_begins_with_a_dot()
    {
        var exchange = await SentAsync();
        await DropAsync(".a.csv", "key,outcome,reason\nPAY-1/1,paid,\n");

        Assert.Empty(await exchange.GetAnswersAsync(Keys, None));
        Assert.Equal([".a.csv"], await WaitingAsync());
    }

    [Fact]
    public async Task Check_fails_when_the_folder_of_answers_is_gone()
    {
        var exchange = await SentAsync();
        await exchange.CheckAsync(None);

        System.IO.Directory.Delete(folder.File("in"), recursive: true);

        await Assert.ThrowsAsync<IOException>(() => exchange.CheckAsync(None));
    }

    protected override IPaymentSystem<TInstruction> Open()
    {
        // One process at a time has the folder.
        opened?.Dispose();
        return opened = open(folder.Path, new FakeTimeProvider());
    }

    protected override Task<string[]> OutAsync() => Names("out");

    protected override Task<string> ReadOutAsync(string name) => File.ReadAllTextAsync(folder.File("out", name));

    protected override Task TakeOutAsync(string name) => Task.Run(() => File.Delete(folder.File("out", name)));

    protected override Task DropAsync(string name, string text) => File.WriteAllTextAsync(folder.File("in", name), text);

    protected override Task PutBackAsync(string name) => Task.Run(() => File.Move(folder.File("in", "processed", name), folder.File("in", name)));

    protected override Task<string[]> WaitingAsync() => Names("in");

    protected override Task<string[]> ProcessedAsync() => Names("in", "processed");

    protected override Task<string[]> RejectedAsync() => Names("in", "rejected");

    protected override Task<byte[]> ReadRejectedAsync(string name) => File.ReadAllBytesAsync(folder.File("in", "rejected", name));

    protected override async Task<int> CountRecordedAnswersAsync() => (await File.ReadAllLinesAsync(folder.File("answers.jsonl"))).Length;

    private Task<string[]> Names(params string[] parts)
        => Task.FromResult<string[]>([.. System.IO.Directory.GetFiles(folder.File(parts)).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)]);
}
