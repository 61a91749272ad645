using System.Text.Json;
using Serverless.Durable.Embedded;
using Serverless.Payments.WeeklyRun;
using Serverless.Testing;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.WeeklyRun;

/// <summary>Runs of more than a page, from submission to their end.</summary>
[Trait("Req", "UPI-5")]
public sealed class LargeRunTests
{
    /// <summary>What the history of a run of a thousand payments may hold at any time; in the form of before it grew by some 100,000 characters at each look.</summary>
    private const int CharactersMax = 20_000;
    private const int RowsMax = 80;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(401)]
    public async Task Payments_of_one_shard_are_paid_once_each_however_they_fill_its_pages(int count)
    {
        await using var world = await CreateAsync();
        var ids = await ManyPayments.ApproveAsync(world, count, shard: 3);
        var run = await world.RunCapsAsync();

        Assert.Equal(new RunTotals(count, count, 0, 0, 0), (await world.Application.Runs.FindAsync(run))!.Value.Totals);
        var lines = File.Exists(world.CapsLedgerPath) ? await File.ReadAllLinesAsync(world.CapsLedgerPath) : [];
        var entries = lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(ids.Select(id => $"{id}/1").Order(), entries.Select(entry => entry.GetProperty("key").GetString()).Order());
        Assert.Equal(
            Enumerable.Range(1, (count + 99) / 100).Select(page => $"{run}-4-{page:D5}"),
            entries.Select(entry => entry.GetProperty("batch").GetString()).Distinct().Order());
    }

    [Fact]
    public async Task A_run_of_a_thousand_payments_has_a_short_history_when_CAPS_answers_at_the_twentieth_look()
    {
        var slow = new SlowCaps();
        await using var world = await CreateAsync(slow);
        await ManyPayments.ApproveAsync(world, 1_000);
        var run = await world.Application.Runs.StartOffCycleAsync(Operations, "slow", "slow");
        var (look, rows, characters) = (0, 0, 0);
        await Until.TrueAsync(async () =>
        {
            var history = await world.Engine.GetHistoryAsync(WeeklyRunOrchestration.InstanceId(run.Id));
            (look, rows, characters) = (Math.Max(look, LookOf(history)), Math.Max(rows, history?.Events.Count ?? 0), Math.Max(characters, history?.Events.Sum(row => row.Payload?.Length ?? 0) ?? 0));
            if (look >= 20)
            {
                slow.AnswerAll();
            }
            else if (look > 0)
            {
                Assert.Equal(new RunTotals(1_000, 0, 0, 0, 0), (await world.Application.Runs.FindAsync(run.Id))!.Value.Totals);
            }

            world.Time.Advance(TimeSpan.FromMinutes(5));
            return await world.Application.Runs.FindAsync(run.Id) is { Run.Status: RunStatus.Completed };
        });

        Assert.Equal(new RunTotals(1_000, 1_000, 0, 0, 0), (await world.Application.Runs.FindAsync(run.Id))!.Value.Totals);
        Assert.Equal(1_000, slow.Batches.Sum(batch => batch.Keys.Count));
        Assert.Equal(slow.Submissions, slow.Batches.Select(batch => batch.Batch).Distinct().Count());
        Assert.InRange(look, 20, int.MaxValue);
        Assert.InRange(rows, 1, RowsMax);
        Assert.InRange(characters, 1, CharactersMax);
    }

    private static int LookOf(RecordedHistory? history)
        => history is { Events: [{ Payload: { } input }, ..] } ? JsonDocument.Parse(input).RootElement.GetProperty("progress").GetProperty("look").GetInt32() : 0;
}
