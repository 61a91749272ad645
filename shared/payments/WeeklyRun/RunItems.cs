using Serverless.Payments.Approvals;
using Serverless.Payments.MassPayments.Requests;
using Serverless.Storage;

namespace Serverless.Payments.WeeklyRun;

/// <summary>
/// What runs have taken. A run has a partition for each shard of the index, because one would be too hot; in it a row for each
/// payment, which is <c>open|…</c> until its answer is booked and <c>done|…</c> from then on, so that a look for answers costs
/// by what is open; and the counts, which change in one transaction with the rows, so that nobody has to count them.
/// </summary>
public sealed class RunItems(ITableStore tables)
{
    private const string Open = "open|";
    private const string Done = "done|";
    private const string Counts = "counts";

    /// <summary>Besides its rows a transaction changes the counts.</summary>
    private const int AddedMax = TableLimits.TransactionRowsMax - 1;

    /// <summary>A payment that is answered leaves one row and enters another.</summary>
    private const int NotedMax = AddedMax / 2;

    /// <summary>Attempts at rows that others change too, which only an activity that runs twice at one time does.</summary>
    private const int AttemptsMax = 20;

    private enum Standing
    {
        None,
        Open,
        Done,

        /// <summary>An activity that was late to add it did so after it was answered.</summary>
        Both,
    }

    /// <summary>Adds payments that the run has taken; those that stand already stay as they are.</summary>
    public async Task AddAsync(string runId, int shard, IReadOnlyList<RunItem> items, CancellationToken cancellation)
    {
        foreach (var together in items.Chunk(AddedMax))
        {
            await ChangeAsync(Partition(runId, shard), together, Standing.None, Added, cancellation);
        }
    }

    /// <summary>Notes answers that are booked; the items have their outcome. One that was noted before is left as it is.</summary>
    public async Task NoteAsync(string runId, int shard, IReadOnlyList<RunItem> items, CancellationToken cancellation)
    {
        foreach (var together in items.Chunk(NotedMax))
        {
            await ChangeAsync(Partition(runId, shard), together, Standing.Open, Noted, cancellation);
        }
    }

    /// <summary>The next items of a shard that have no answer that is booked, by the payments' ids.</summary>
    public async Task<(IReadOnlyList<RunItem> Items, string? Continuation)> ReadOpenAsync(string runId, int shard, string? continuation, CancellationToken cancellation)
    {
        var page = await tables.QueryAsync(Tables.Runs, Partition(runId, shard), RowRange.StartingWith(Open), RunClaims.BatchMax, continuation, cancellation);
        return ([.. page.Rows.Select(Rows.Read<RunItem>)], page.Continuation);
    }

    /// <summary>What the run has taken for a payment system and how it was answered so far.</summary>
    public async Task<RunTotals> CountAsync(string runId, PaymentSystem system, CancellationToken cancellation)
    {
        var shards = system == PaymentSystem.Caps ? PaymentIndex.Shards : RequestIndex.Shards;
        var counts = await Task.WhenAll(Enumerable.Range(RunShards.First(system), shards).Select(shard => tables.FindAsync<RunTotals>(Tables.Runs, Partition(runId, shard), Counts, cancellation)));
        return counts.OfType<RunTotals>().Aggregate(RunTotals.None, (sum, part) => sum.Plus(part));
    }

    private static string Partition(string runId, int shard) => $"taken|{shard}|{runId}";

    private static Change? Added(RunItem item, Standing standing)
        => standing == Standing.None ? new([TableOperation.Insert(Open + item.PaymentId, Rows.Write(item))], RunTotals.One) : null;

    private static Change? Noted(RunItem item, Standing standing) => standing switch
    {
        Standing.Open => new([TableOperation.Delete(Open + item.PaymentId), TableOperation.Insert(Done + item.PaymentId, Rows.Write(item))], RunTotals.Answered(item.Outcome!.Value)),
        Standing.Both => new([TableOperation.Delete(Open + item.PaymentId)], RunTotals.None with { Total = -1 }),
        Standing.Done => null,
        _ => throw new InvalidOperationException($"The answer for payment {item.PaymentId} is booked, and the run that took it has no row for it."),
    };

    /// <param name="partition">Of the run and shard.</param>
    /// <param name="items">As many as one transaction takes.</param>
    /// <param name="expected">How they stand unless this is a repetition; only where it is not so is each looked for.</param>
    /// <param name="change">What an item that stands so needs; null where it is as it should be.</param>
    /// <param name="cancellation">Gives up.</param>
    private async Task ChangeAsync(string partition, RunItem[] items, Standing expected, Func<RunItem, Standing, Change?> change, CancellationToken cancellation)
    {
        Standing[] standings = [.. items.Select(_ => expected)];
        for (var attempt = 1; ; attempt++)
        {
            Change[] changes = [.. items.Zip(standings, change).OfType<Change>()];
            if (changes.Length == 0)
            {
                return;
            }

            var counts = await tables.GetAsync(Tables.Runs, partition, Counts, cancellation);
            var sum = changes.Aggregate(counts is null ? RunTotals.None : Rows.Read<RunTotals>(counts), (sum, part) => sum.Plus(part.Counts));
            var counted = counts is null ? TableOperation.Insert(Counts, Rows.Write(sum)) : TableOperation.Update(Counts, Rows.Write(sum), counts.ETag);
            try
            {
                await tables.SubmitAsync(Tables.Runs, partition, [counted, .. changes.SelectMany(part => part.Operations)], cancellation);
                return;
            }
            catch (TableConflictException) when (attempt < AttemptsMax)
            {
                standings = await Task.WhenAll(items.Select(item => StandingAsync(partition, item.PaymentId, cancellation)));
            }
        }
    }

    private async Task<Standing> StandingAsync(string partition, string paymentId, CancellationToken cancellation)
    {
        var isOpen = await tables.GetAsync(Tables.Runs, partition, Open + paymentId, cancellation) is not null;
        var isDone = await tables.GetAsync(Tables.Runs, partition, Done + paymentId, cancellation) is not null;
        return (isOpen, isDone) switch
        {
            (true, true) => Standing.Both,
            (true, false) => Standing.Open,
            (false, true) => Standing.Done,
            _ => Standing.None,
        };
    }

    private sealed record Change(IReadOnlyList<TableOperation> Operations, RunTotals Counts);
}
