using Serverless.Durable;
using Serverless.Payments.Approvals;

namespace Serverless.Payments.WeeklyRun;

/// <summary>
/// The form that runs had of before: every item goes through the history. It is here for histories that were begun in it,
/// and for runs that were and lost theirs; none begins in it any more (<see cref="WeeklyRunOrchestration"/>).
/// </summary>
internal static class EarlierRun
{
    /// <summary>Batches on their way to CAPS at one time.</summary>
    private const int BatchesAtOnce = 4;

    /// <summary>Looks for answers before the history is begun anew; at the longest wait that is about four hours.</summary>
    private const int LooksMax = 50;

    /// <summary>The longest wait between two looks for answers that are still to come.</summary>
    private static readonly TimeSpan LookAgainMax = TimeSpan.FromMinutes(5);

    public static async Task<bool> RunAsync(OrchestrationContext context, RunRequest input)
    {
        if (!await context.CallActivityAsync<bool>(WeeklyRunOrchestration.OpenActivity, input, WeeklyRunOrchestration.Patient))
        {
            return false;
        }

        var batches = await ClaimAsync(context, input);
        foreach (var together in batches.Chunk(BatchesAtOnce))
        {
            await Task.WhenAll(together.Select(batch => context.CallActivityAsync(WeeklyRunOrchestration.SubmitActivity, batch, WeeklyRunOrchestration.Patient)));
        }

        var wait = TimeSpan.FromSeconds(1);
        for (var look = 1; ; look++)
        {
            batches = await BookAsync(context, batches);
            if (batches.Count == 0)
            {
                await context.CallActivityAsync(WeeklyRunOrchestration.CompleteActivity, input.RunId, WeeklyRunOrchestration.Patient);
                return true;
            }

            if (look == LooksMax)
            {
                // Anew with an empty history: what is not answered is claimed again by the same run and sent again
                // under the same keys, which changes nothing.
                context.ContinueAsNew(input);
                return false;
            }

            await context.CreateTimer(wait, CancellationToken.None);
            wait = wait * 2 < LookAgainMax ? wait * 2 : LookAgainMax;
        }
    }

    private static async Task<List<RunBatch>> ClaimAsync(OrchestrationContext context, RunRequest input)
    {
        var batches = new List<RunBatch>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        await ClaimPassAsync(context, input, null, batches, taken);
        if (input.Slot is not null)
        {
            // What entered just before the cut-off may still have been on its way to the disk.
            await ClaimPassAsync(context, input, input.CutOff - WeeklyRunOrchestration.WrittenWithin, batches, taken);
        }

        return batches;
    }

    private static async Task ClaimPassAsync(OrchestrationContext context, RunRequest input, DateTimeOffset? from, List<RunBatch> batches, HashSet<string> taken)
    {
        for (var shard = 0; shard < PaymentIndex.Shards; shard++)
        {
            string? continuation = null;
            do
            {
                var claimed = await context.CallActivityAsync<ClaimedBatch>(WeeklyRunOrchestration.ClaimActivity, new ClaimStep(input.RunId, input.CutOff, shard, continuation, from), WeeklyRunOrchestration.Patient);
                var items = claimed.Items.Where(item => taken.Add(item.PaymentId)).ToList();
                if (items.Count > 0)
                {
                    batches.Add(new RunBatch($"{input.RunId}-{batches.Count + 1:D5}", input.RunId, items));
                }

                continuation = claimed.Continuation;
            }
            while (continuation is not null);
        }
    }

    /// <returns>What is not booked yet.</returns>
    private static async Task<List<RunBatch>> BookAsync(OrchestrationContext context, List<RunBatch> batches)
    {
        var open = new List<RunBatch>();
        foreach (var together in batches.Chunk(BatchesAtOnce))
        {
            var left = await Task.WhenAll(together.Select(batch => context.CallActivityAsync<IReadOnlyList<RunItem>>(WeeklyRunOrchestration.BookActivity, batch, WeeklyRunOrchestration.Patient)));
            open.AddRange(together.Zip(left, (batch, items) => batch with { Items = items }).Where(batch => batch.Items.Count > 0));
        }

        return open;
    }
}

/// <param name="Id">The batch's own id, under which CAPS gets it.</param>
public sealed record RunBatch(string Id, string RunId, IReadOnlyList<RunItem> Items);

/// <param name="Continuation">What the next step goes on from; null where the shard is done.</param>
public sealed record ClaimedBatch(IReadOnlyList<RunItem> Items, string? Continuation);
