using Serverless.Durable;
using Serverless.Payments.Approvals;

namespace Serverless.Payments.WeeklyRun;

/// <summary>
/// One run: claims its slot, takes every payment that was in Submitted to CAPS at the cut-off, sends them in batches
/// and books each answer. It is completed when every answer is booked.
/// </summary>
public static class WeeklyRunOrchestration
{
    public const string Name = "WeeklyRun";
    public const string OpenActivity = "OpenRun";
    public const string ClaimActivity = "ClaimPayments";
    public const string SubmitActivity = "SubmitToCaps";
    public const string BookActivity = "BookCapsAnswers";
    public const string CompleteActivity = "CompleteRun";

    /// <summary>Batches on their way to CAPS at one time.</summary>
    private const int BatchesAtOnce = 4;

    /// <summary>How long a move takes at most from its time stamp to the disk.</summary>
    private static readonly TimeSpan WrittenWithin = TimeSpan.FromMinutes(1);

    /// <summary>Looks for answers before the history is begun anew; at the longest wait that is about four hours.</summary>
    private const int LooksMax = 50;

    /// <summary>The longest wait between two looks for answers that are still to come.</summary>
    private static readonly TimeSpan LookAgainMax = TimeSpan.FromMinutes(5);
    private static readonly TaskOptions Patient = new(new RetryPolicy(1_000, TimeSpan.FromMilliseconds(500), 2.0, TimeSpan.FromMinutes(15)));

    public static string InstanceId(string runId) => $"run-{runId}";

    public static async Task<bool> RunAsync(OrchestrationContext context, RunRequest input)
    {
        if (!await context.CallActivityAsync<bool>(OpenActivity, input, Patient))
        {
            return false;
        }

        var batches = await ClaimAsync(context, input);
        foreach (var together in batches.Chunk(BatchesAtOnce))
        {
            await Task.WhenAll(together.Select(batch => context.CallActivityAsync(SubmitActivity, batch, Patient)));
        }

        // All is sent before any answer is waited for, so that one that stays out holds nobody up.
        var wait = TimeSpan.FromSeconds(1);
        for (var look = 1; ; look++)
        {
            batches = await BookAsync(context, batches);
            if (batches.Count == 0)
            {
                await context.CallActivityAsync(CompleteActivity, input.RunId, Patient);
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
            await ClaimPassAsync(context, input, input.CutOff - WrittenWithin, batches, taken);
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
                var claimed = await context.CallActivityAsync<ClaimedBatch>(ClaimActivity, new ClaimStep(input.RunId, input.CutOff, shard, continuation, from), Patient);
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
            var left = await Task.WhenAll(together.Select(batch => context.CallActivityAsync<IReadOnlyList<RunItem>>(BookActivity, batch, Patient)));
            open.AddRange(together.Zip(left, (batch, items) => batch with { Items = items }).Where(batch => batch.Items.Count > 0));
        }

        return open;
    }
}
