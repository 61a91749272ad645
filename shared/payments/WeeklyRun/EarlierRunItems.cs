using System.Runtime.CompilerServices;
using Serverless.Storage;

namespace Serverless.Payments.WeeklyRun;

/// <summary>What runs in the form of before have taken (<see cref="EarlierRun"/>): a partition a run, a row for each payment.</summary>
public sealed class EarlierRunItems(ITableStore tables)
{
    /// <summary>Whether the run took anything in that form.</summary>
    public async Task<bool> AnyAsync(string runId, CancellationToken cancellation)
        => (await tables.QueryAsync(Tables.Runs, Partition(runId), RowRange.All, 1, null, cancellation)).Rows.Count > 0;

    /// <summary>Writes items of one run; at most a transaction's worth.</summary>
    public Task PutAsync(string runId, IReadOnlyList<RunItem> items, CancellationToken cancellation)
        => items.Count == 0
            ? Task.CompletedTask
            : tables.SubmitAsync(Tables.Runs, Partition(runId), [.. items.Select(item => TableOperation.Upsert(item.PaymentId, Rows.Write(item)))], cancellation);

    /// <summary>In the order of the payments' ids.</summary>
    public async IAsyncEnumerable<RunItem> ReadAsync(string runId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in tables.ScanAsync(Tables.Runs, Partition(runId), RowRange.All, cancellation))
        {
            yield return Rows.Read<RunItem>(row);
        }
    }

    public async Task<RunTotals> CountAsync(string runId, CancellationToken cancellation)
    {
        var totals = RunTotals.None;
        await foreach (var item in ReadAsync(runId, cancellation))
        {
            totals = totals.Plus(RunTotals.One).Plus(item.Outcome is { } outcome ? RunTotals.Answered(outcome) : RunTotals.None);
        }

        return totals;
    }

    private static string Partition(string runId) => $"items|{runId}";
}
