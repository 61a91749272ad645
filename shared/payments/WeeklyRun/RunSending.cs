using Serverless.Payments.Caps;

namespace Serverless.Payments.WeeklyRun;

/// <summary>Takes payments for a run and sends them to CAPS, a page at a time.</summary>
public sealed class RunSending(RunClaims claims, RunRecords runs, ICaps caps)
{
    /// <summary>
    /// Takes a page, notes what was taken, and sends it as one batch. Repeating it, wherever it was interrupted, takes the same
    /// payments, because they stay in Submitted to CAPS until they are booked; and sends them under the same keys, so that CAPS
    /// pays none twice.
    /// </summary>
    /// <returns>How many payments the run has of this page.</returns>
    public async Task<RunPage> SendAsync(SendStep step, CancellationToken cancellation)
    {
        var (taken, continuation) = await claims.TakeAsync(new ClaimStep(step.RunId, step.CutOff, step.Shard, step.Continuation, step.From), cancellation);
        if (taken.Count > 0)
        {
            // Noted before it is sent: what CAPS may have is never missing from the counts.
            await runs.Items.AddAsync(step.RunId, step.Shard, [.. taken.Select(RunItem.Of)], cancellation);
            await caps.SubmitAsync(step.BatchId(), [.. taken.Select(payment => new CapsInstruction(payment.CapsKey, payment.Facts))], cancellation);
        }

        return new RunPage(taken.Count, continuation);
    }
}

/// <param name="Shard">Which part of the index, from 0.</param>
/// <param name="Page">Which page of it the run sends, from 1; pages of what entered late are counted on.</param>
/// <param name="Continuation">Where the page before ended; null for the first.</param>
/// <param name="From">Only what entered Submitted to CAPS from here on; all where null.</param>
public sealed record SendStep(string RunId, DateTimeOffset CutOff, int Shard, int Page, string? Continuation, DateTimeOffset? From = null)
{
    /// <summary>Under which CAPS gets the page; it says which page of which run it is, and so is the same at every repetition.</summary>
    public string BatchId() => $"{RunId}-{Shard + 1}-{Page:D5}";
}
