using FsCheck;
using FsCheck.Xunit;
using Serverless.Payments.Amounts;
using Serverless.Payments.Settlement;
using Serverless.Payments.WeeklyRun;
using Serverless.Storage.Memory;

namespace Serverless.Payments.Tests.WeeklyRun;

/// <summary>The rows of what a run has taken, and the counts beside them.</summary>
[Trait("Req", "UPI-5")]
public sealed class RunItemsTests
{
    private const string RunId = "off-1";
    private readonly RunItems items = new(new MemoryTableStore());

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(401)]
    public async Task What_is_open_is_read_in_pages_and_leaves_them_when_it_is_noted(int count)
    {
        await items.AddAsync(RunId, 2, [.. Enumerable.Range(0, count).Select(number => Item(number))], CancellationToken.None);
        Assert.Equal(new RunTotals(count, 0, 0, 0, 0), await items.CountAsync(RunId, PaymentSystem.Caps, CancellationToken.None));

        var read = new List<RunItem>();
        string? continuation = null;
        do
        {
            (var page, continuation) = await items.ReadOpenAsync(RunId, 2, continuation, CancellationToken.None);
            Assert.InRange(page.Count, 0, RunClaims.BatchMax);
            read.AddRange(page);
            await items.NoteAsync(RunId, 2, [.. page.Select(item => item with { Outcome = SettlementOutcome.Paid })], CancellationToken.None);
        }
        while (continuation is not null);

        Assert.Equal(Enumerable.Range(0, count).Select(number => Item(number)), read);
        Assert.Empty((await items.ReadOpenAsync(RunId, 2, null, CancellationToken.None)).Items);
        Assert.Equal(new RunTotals(count, count, 0, 0, 0), await items.CountAsync(RunId, PaymentSystem.Caps, CancellationToken.None));
    }

    [Fact]
    public async Task An_item_that_comes_late_after_its_answer_is_counted_once_when_the_next_look_is_over()
    {
        await items.AddAsync(RunId, 0, [Item(1)], CancellationToken.None);
        await items.NoteAsync(RunId, 0, [Item(1, SettlementOutcome.Held)], CancellationToken.None);
        await items.AddAsync(RunId, 0, [Item(1), Item(2)], CancellationToken.None);

        Assert.Equal([Item(1), Item(2)], (await items.ReadOpenAsync(RunId, 0, null, CancellationToken.None)).Items);
        await items.NoteAsync(RunId, 0, [Item(1, SettlementOutcome.Held)], CancellationToken.None);
        Assert.Equal([Item(2)], (await items.ReadOpenAsync(RunId, 0, null, CancellationToken.None)).Items);
        Assert.Equal(new RunTotals(2, 0, 0, 0, 1), await items.CountAsync(RunId, PaymentSystem.Caps, CancellationToken.None));
    }

    [Fact]
    public async Task An_answer_for_what_the_run_never_took_is_refused()
        => await Assert.ThrowsAsync<InvalidOperationException>(() => items.NoteAsync(RunId, 0, [Item(1, SettlementOutcome.Paid)], CancellationToken.None));

    /// <summary>Steps repeat, overlap and come at one time; the counts agree with the rows all the same.</summary>
    [Property(MaxTest = 50)]
    public async Task Counts_agree_with_the_rows_whatever_is_added_and_noted_again(NonEmptyArray<(byte From, byte Count, bool IsNoted)> steps)
    {
        var items = new RunItems(new MemoryTableStore());
        var taken = new HashSet<int>();
        var noted = new HashSet<int>();
        foreach (var together in steps.Get.Chunk(3))
        {
            await Task.WhenAll(together.Select(step =>
            {
                var numbers = Enumerable.Range(step.From, step.Count % 120).ToList();
                if (step.IsNoted)
                {
                    numbers = [.. numbers.Where(taken.Contains)];
                    noted.UnionWith(numbers);
                    return items.NoteAsync(RunId, 0, [.. numbers.Select(number => Item(number, OutcomeOf(number)))], CancellationToken.None);
                }

                return items.AddAsync(RunId, 0, [.. numbers.Select(number => Item(number))], CancellationToken.None);
            }));
            taken.UnionWith(together.Where(step => !step.IsNoted).SelectMany(step => Enumerable.Range(step.From, step.Count % 120)));
        }

        // The next look finds what came late.
        foreach (var number in noted)
        {
            await items.NoteAsync(RunId, 0, [Item(number, OutcomeOf(number))], CancellationToken.None);
        }

        Assert.Equal(
            new RunTotals(taken.Count, Answered(SettlementOutcome.Paid), Answered(SettlementOutcome.Error), Answered(SettlementOutcome.Rejected), Answered(SettlementOutcome.Held)),
            await items.CountAsync(RunId, PaymentSystem.Caps, CancellationToken.None));

        int Answered(SettlementOutcome outcome) => noted.Count(number => OutcomeOf(number) == outcome);
    }

    private static SettlementOutcome OutcomeOf(int number) => (SettlementOutcome)(number % 4);

    private static RunItem Item(int number, SettlementOutcome? outcome = null) => new($"PAY-{number:D4}", 1, Money.Of(1), outcome, 3);
}
