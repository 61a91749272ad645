using Serverless.Payments.Caps;
using Serverless.Payments.Settlement;

namespace Serverless.Payments.WeeklyRun;

/// <summary>Looks for the answers that a run still waits for, a page at a time, and books them.</summary>
public sealed class RunBooking(RunRecords runs, RunSettlement settlement, ICaps caps)
{
    /// <summary>Books the answers known by now to a page of what is open. Repeating it books none twice.</summary>
    /// <returns>How many payments of the page are not answered, or their answer not booked.</returns>
    public async Task<RunPage> BookAsync(AnswersStep step, CancellationToken cancellation)
    {
        var (open, continuation) = await runs.Items.ReadOpenAsync(step.RunId, step.Shard, step.Continuation, cancellation);
        if (open.Count == 0)
        {
            return new RunPage(0, continuation);
        }

        var answers = (await caps.GetAnswersAsync([.. open.Select(item => item.Key)], cancellation)).ToDictionary(answer => answer.Key, StringComparer.Ordinal);
        var outcomes = await Task.WhenAll(open.Select(item => answers.TryGetValue(item.Key, out var answer)
            ? settlement.BookAsync(item, answer, cancellation)
            : FindBookedAsync(step, item, cancellation)));
        RunItem[] booked = [.. open.Zip(outcomes, (item, outcome) => item with { Outcome = outcome }).Where(item => item.Outcome is not null)];
        await runs.Items.NoteAsync(step.RunId, step.Shard, booked, cancellation);
        return new RunPage(open.Count - booked.Length, continuation);
    }

    /// <summary>
    /// A run that is started anew from its record, perhaps in another installation with another CAPS, may have booked answers
    /// that it did not come to note. Its first look finds them in our own records.
    /// </summary>
    private Task<SettlementOutcome?> FindBookedAsync(AnswersStep step, RunItem item, CancellationToken cancellation)
        => step.IsFirstLook ? settlement.FindBookedAsync(item, cancellation) : Task.FromResult<SettlementOutcome?>(null);
}

/// <param name="Shard">Which part of what the run has taken, from 0.</param>
/// <param name="Continuation">Where the page before ended; null for the first.</param>
/// <param name="IsFirstLook">Whether the run has just sent, and may have been started anew.</param>
public sealed record AnswersStep(string RunId, int Shard, string? Continuation, bool IsFirstLook);
