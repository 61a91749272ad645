using System.Text.Json;
using Serverless.Payments.Settlement;

namespace Serverless.Payments.Tests.Settlement;

/// <summary>The answers.</summary>
public abstract partial class ExchangeContract<TInstruction>
{
    protected static readonly string[] Keys = ["PAY-1/1", "PAY-2/1", "PAY-3/1", "PAY-4/1"];

    [Fact]
    [Trait("Req", "UPI-5")]
    public async Task Exchange_gives_the_answers_when_a_response_file_came()
    {
        var exchange = await SentAsync();
        await DropAsync("first.csv", "key,outcome,reason\nPAY-1/1,paid,\r\n\nPAY-2/1,Error,\"rate, too high\"\nPAY-3/1,rejected,ended\nPAY-4/1,HELD,by OFO");

        var answers = await exchange.GetAnswersAsync([.. Keys, "PAY-5/1"], None);

        Assert.Equal(
            [
                new SettlementAnswer("PAY-1/1", SettlementOutcome.Paid, null), new SettlementAnswer("PAY-2/1", SettlementOutcome.Error, "rate, too high"),
                new SettlementAnswer("PAY-3/1", SettlementOutcome.Rejected, "ended"), new SettlementAnswer("PAY-4/1", SettlementOutcome.Held, "by OFO"),
            ],
            answers);
        Assert.Equal(["first.csv"], await ProcessedAsync());
        Assert.Empty(await WaitingAsync());
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task First_answer_stands_when_another_comes_later_and_after_a_restart()
    {
        var exchange = await SentAsync();
        await DropAsync("a.csv", "key,outcome,reason\nPAY-1/1,paid,\n");
        await exchange.GetAnswersAsync(Keys, None);

        var restarted = Open();
        await DropAsync("b.csv", "key,outcome,reason\nPAY-1/1,error,changed\nPAY-1/1,paid,again\nPAY-2/1,held,\n");

        Assert.Equal([SettlementOutcome.Paid, SettlementOutcome.Held], (await restarted.GetAnswersAsync(Keys, None)).Select(answer => answer.Outcome));
        Assert.Equal(["2 outcome CONFLICTING_ANSWER"], await ReportAsync("b.csv"));
    }

    [Fact]
    public async Task First_answer_of_a_file_stands_when_it_answers_a_key_twice()
    {
        var exchange = await SentAsync();
        await DropAsync("a.csv", "key,outcome,reason\nPAY-1/1,held,first\nPAY-1/1,held,second\nPAY-1/1,paid,third\n");

        Assert.Equal([new SettlementAnswer("PAY-1/1", SettlementOutcome.Held, "first")], await exchange.GetAnswersAsync(Keys, None));
        Assert.Equal(["4 outcome CONFLICTING_ANSWER"], await ReportAsync("a.csv"));
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task Answers_count_once_when_a_crash_came_before_their_file_was_put_away()
    {
        var exchange = await SentAsync();
        await DropAsync("a.csv", "key,outcome,reason\nPAY-1/1,paid,\n");
        await exchange.GetAnswersAsync(Keys, None);

        await PutBackAsync("a.csv");

        Assert.Single(await Open().GetAnswersAsync(Keys, None));
        Assert.Equal(1, await CountRecordedAnswersAsync());
        Assert.Equal(["a.csv"], await ProcessedAsync());
        Assert.Empty(await WaitingAsync());
    }

    [Fact]
    public async Task Good_lines_count_and_bad_ones_are_reported_when_a_file_holds_both()
    {
        var exchange = await SentAsync();
        await DropAsync("mixed.csv", "Outcome,Key,Reason\npaid,PAY-1/1,\nsettled,PAY-2/1,\npaid,PAY-9/1,\npaid,,\npaid,PAY-3/1\nheld,PAY-4/1,\"open");

        var answers = await exchange.GetAnswersAsync(Keys, None);

        Assert.Equal(["PAY-1/1"], answers.Select(answer => answer.Key));
        Assert.Equal(["3 outcome UNKNOWN_OUTCOME", "4 key UNKNOWN_KEY", "5 key REQUIRED", "6  FIELD_COUNT", "7  BAD_QUOTING"], await ReportAsync("mixed.csv"));
        Assert.Equal(["mixed.csv", "mixed.csv.report.json"], await RejectedAsync());
        Assert.Empty(await WaitingAsync());
    }

    [Fact]
    public async Task Answers_count_when_a_line_beside_them_has_a_key_of_any_length_and_a_reason_is_cut()
    {
        var exchange = await SentAsync();
        var reason = string.Concat(new string('x', 499), "\U0001F4B0", "more");
        await DropAsync("a.csv", $"key,outcome,reason\n{new string('k', 70_000)},paid,\nPAY-1/1,held,{reason}\n");

        Assert.Equal([new SettlementAnswer("PAY-1/1", SettlementOutcome.Held, new string('x', 499))], await exchange.GetAnswersAsync(Keys, None));
        Assert.Equal(["2 key UNKNOWN_KEY"], await ReportAsync("a.csv"));
    }

    [Theory]
    [InlineData("", "0  EMPTY_FILE")]
    [InlineData("PAY-1/1,paid,\n", "1 key HEADER|1 outcome HEADER|1 reason HEADER")]
    [InlineData("key,outcome,outcome\nPAY-1/1,paid,paid", "1 outcome HEADER|1 reason HEADER")]
    public async Task Nothing_of_a_file_counts_when_its_header_is_not_right(string text, string expected)
    {
        var exchange = await SentAsync();
        await DropAsync("a.csv", text);

        Assert.Empty(await exchange.GetAnswersAsync(Keys, None));
        Assert.Equal(expected, string.Join('|', await ReportAsync("a.csv")));
    }

    [Fact]
    public async Task Files_are_left_alone_when_they_are_not_whole()
    {
        var exchange = await SentAsync();
        string[] names = ["b.csv.part", "c.csv.tmp", "d.txt"];
        foreach (var name in names)
        {
            await DropAsync(name, "key,outcome,reason\nPAY-1/1,paid,\n");
        }

        Assert.Empty(await exchange.GetAnswersAsync(Keys, None));

        Assert.Equal(names, await WaitingAsync());
    }

    [Fact]
    public async Task Files_of_one_name_are_kept_apart_when_the_system_uses_it_again()
    {
        var exchange = await SentAsync();
        await DropAsync("a.csv", "key,outcome,reason\nPAY-1/1,paid,\n");
        await exchange.GetAnswersAsync(Keys, None);
        await DropAsync("a.csv", "key,outcome,reason\nPAY-2/1,paid,\n");

        Assert.Equal(2, (await exchange.GetAnswersAsync(Keys, None)).Count);

        var processed = await ProcessedAsync();
        Assert.Equal(2, processed.Length);
        Assert.Contains("a.csv", processed);
        Assert.Empty(await WaitingAsync());
    }

    protected async Task<IPaymentSystem<TInstruction>> SentAsync()
    {
        var exchange = Open();
        await exchange.SubmitAsync("run-1", [.. Keys.Select(Sample.Of)], None);
        return exchange;
    }

    private async Task<string[]> ReportAsync(string name)
    {
        using var report = JsonDocument.Parse(await ReadRejectedAsync(name + ".report.json"));
        return [.. report.RootElement.GetProperty("errors").EnumerateArray()
            .Select(error => $"{error.GetProperty("line").GetInt32()} {error.GetProperty("field").GetString()} {error.GetProperty("code").GetString()}")];
    }
}
