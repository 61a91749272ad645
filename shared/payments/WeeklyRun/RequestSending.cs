using Serverless.Payments.Smart;

namespace Serverless.Payments.WeeklyRun;

/// <summary>Takes payment requests for a run and sends them to SMART, a page at a time, as <see cref="RunSending"/> does with payments and CAPS.</summary>
public sealed class RequestSending(RequestClaims claims, RunRecords runs, ISmart smart)
{
    /// <summary>
    /// Takes a page, notes what was taken, and sends it as one batch. Repeating it, wherever it was interrupted, takes the same
    /// requests and sends them under the same keys, so that SMART pays none twice.
    /// </summary>
    /// <returns>How many requests the run has of this page.</returns>
    public async Task<RunPage> SendAsync(SendStep step, CancellationToken cancellation)
    {
        var shard = step.Shard - RunShards.First(PaymentSystem.Smart);
        var (taken, continuation) = await claims.TakeAsync(new ClaimStep(step.RunId, step.CutOff, shard, step.Continuation, step.From), cancellation);
        if (taken.Count > 0)
        {
            // Noted before it is sent: what SMART may have is never missing from the counts.
            await runs.Items.AddAsync(step.RunId, step.Shard, [.. taken.Select(RunItem.Of)], cancellation);
            await smart.SubmitAsync(step.BatchId(), [.. taken.Select(request => new SmartInstruction(request.SmartKey, request.Order))], cancellation);
        }

        return new RunPage(taken.Count, continuation);
    }
}
