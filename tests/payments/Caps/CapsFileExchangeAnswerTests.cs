using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Serverless.Payments.Caps;

namespace Serverless.Payments.Tests.Caps;

public sealed class CapsFileExchangeAnswerTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly string[] Keys = ["PAY-1/1", "PAY-2/1", "PAY-3/1", "PAY-4/1"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    [Trait("Req", "UPI-5")]
    public async Task Exchange_gives_the_answers_when_a_response_file_came()
    {
        using var caps = await SentAsync();
        Drop("first.csv", "key,outcome,reason\nPAY-1/1,paid,\r\n\nPAY-2/1,Error,\"rate, too high\"\nPAY-3/1,rejected,ended\nPAY-4/1,HELD,by OFO");

        var answers = await caps.GetAnswersAsync([.. Keys, "PAY-5/1"], None);

        Assert.Equal(
            [
                new CapsAnswer("PAY-1/1", CapsOutcome.Paid, null), new CapsAnswer("PAY-2/1", CapsOutcome.Error, "rate, too high"),
                new CapsAnswer("PAY-3/1", CapsOutcome.Rejected, "ended"), new CapsAnswer("PAY-4/1", CapsOutcome.Held, "by OFO"),
            ],
            answers);
        Assert.Equal(["processed/first.csv"], InFiles());
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task First_answer_stands_when_another_comes_later_and_after_a_restart()
    {
        using (var caps = await SentAsync())
        {
            Drop("a.csv", "key,outcome,reason\nPAY-1/1,paid,\n");
            await caps.GetAnswersAsync(Keys, None);
        }

        using var restarted = Exchange();
        Drop("b.csv", "key,outcome,reason\nPAY-1/1,error,changed\nPAY-1/1,paid,again\nPAY-2/1,held,\n");

        Assert.Equal([CapsOutcome.Paid, CapsOutcome.Held], (await restarted.GetAnswersAsync(Keys, None)).Select(answer => answer.Outcome));
        Assert.Equal(["2 outcome CONFLICTING_ANSWER"], Report("b.csv"));
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task Answers_count_once_when_a_crash_came_before_their_file_was_put_away()
    {
        using (var caps = await SentAsync())
        {
            Drop("a.csv", "key,outcome,reason\nPAY-1/1,paid,\n");
            await caps.GetAnswersAsync(Keys, None);
        }

        File.Move(folder.File("in", "processed", "a.csv"), folder.File("in", "a.csv"));
        using var restarted = Exchange();

        Assert.Single(await restarted.GetAnswersAsync(Keys, None));
        Assert.Single(await File.ReadAllLinesAsync(folder.File("answers.jsonl")));
        Assert.Equal(["processed/a.csv"], InFiles());
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task Answers_are_known_after_a_restart_when_a_crash_tore_the_next_line()
    {
        using (var caps = await SentAsync())
        {
            Drop("a.csv", "key,outcome,reason\nPAY-1/1,paid,\n");
            await caps.GetAnswersAsync(Keys, None);
        }

        await File.AppendAllTextAsync(folder.File("answers.jsonl"), "{\"key\":\"PAY-2/");
        using var restarted = Exchange();

        Assert.Equal(["PAY-1/1"], (await restarted.GetAnswersAsync(Keys, None)).Select(answer => answer.Key));
    }

    [Fact]
    public async Task Good_lines_count_and_bad_ones_are_reported_when_a_file_holds_both()
    {
        using var caps = await SentAsync();
        Drop("mixed.csv", "Outcome,Key,Reason\npaid,PAY-1/1,\nsettled,PAY-2/1,\npaid,PAY-9/1,\npaid,,\npaid,PAY-3/1\nheld,PAY-4/1,\"open");

        var answers = await caps.GetAnswersAsync(Keys, None);

        Assert.Equal(["PAY-1/1"], answers.Select(answer => answer.Key));
        Assert.Equal(["3 outcome UNKNOWN_OUTCOME", "4 key UNKNOWN_KEY", "5 key REQUIRED", "6  FIELD_COUNT", "7  BAD_QUOTING"], Report("mixed.csv"));
        Assert.Equal(["rejected/mixed.csv", "rejected/mixed.csv.report.json"], InFiles());
    }

    [Theory]
    [InlineData("", "0  EMPTY_FILE")]
    [InlineData("PAY-1/1,paid,\n", "1 key HEADER|1 outcome HEADER|1 reason HEADER")]
    [InlineData("key,outcome,outcome\nPAY-1/1,paid,paid", "1 outcome HEADER|1 reason HEADER")]
    public async Task Nothing_of_a_file_counts_when_its_header_is_not_right(string text, string expected)
    {
        using var caps = await SentAsync();
        Drop("a.csv", text);

        Assert.Empty(await caps.GetAnswersAsync(Keys, None));
        Assert.Equal(expected, string.Join('|', Report("a.csv")));
    }

    [Fact]
    public async Task Files_are_left_alone_when_they_are_not_whole()
    {
        using var caps = await SentAsync();
        string[] names = [".a.csv", "b.csv.part", "c.csv.tmp", "d.txt"];
        foreach (var name in names)
        {
            Drop(name, "key,outcome,reason\nPAY-1/1,paid,\n");
        }

        Assert.Empty(await caps.GetAnswersAsync(Keys, None));

        Assert.Equal(names, InFiles());
    }

    [Fact]
    public async Task Files_of_one_name_are_kept_apart_when_caps_uses_it_again()
    {
        using var caps = await SentAsync();
        Drop("a.csv", "key,outcome,reason\nPAY-1/1,paid,\n");
        await caps.GetAnswersAsync(Keys, None);
        Drop("a.csv", "key,outcome,reason\nPAY-2/1,paid,\n");

        Assert.Equal(2, (await caps.GetAnswersAsync(Keys, None)).Count);

        Assert.Equal(["processed/a.2.csv", "processed/a.csv"], InFiles());
    }

    [Fact]
    public async Task Check_fails_when_the_folder_of_answers_is_gone()
    {
        using var caps = await SentAsync();
        await caps.CheckAsync(None);

        System.IO.Directory.Delete(folder.File("in"), recursive: true);

        await Assert.ThrowsAsync<IOException>(() => caps.CheckAsync(None));
    }

    private async Task<CapsFileExchange> SentAsync()
    {
        var caps = Exchange();
        await caps.SubmitAsync("run-1", [.. Keys.Select(Sample.Instruction)], None);
        return caps;
    }

    private CapsFileExchange Exchange() => new(folder.Path, new FakeTimeProvider());

    private void Drop(string name, string text) => File.WriteAllText(folder.File("in", name), text);

    private string[] InFiles()
        => [.. System.IO.Directory.GetFiles(folder.File("in"), "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder.File("in"), path).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    private string[] Report(string name)
    {
        using var report = JsonDocument.Parse(File.ReadAllBytes(folder.File("in", "rejected", name + ".report.json")));
        return [.. report.RootElement.GetProperty("errors").EnumerateArray()
            .Select(error => $"{error.GetProperty("line").GetInt32()} {error.GetProperty("field").GetString()} {error.GetProperty("code").GetString()}")];
    }
}
