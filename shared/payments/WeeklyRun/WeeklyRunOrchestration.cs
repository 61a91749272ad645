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

    /// <summary>Times that the payments are gone through for claims.</summary>
    private const int Passes = 2;

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

        // The second pass takes what entered before the cut-off and was still being written during the first.
        for (var step = 0; step < PaymentIndex.Shards * Passes; step++)
        {
            string? continuation = null;
            do
            {
                var claimed = await context.CallActivityAsync<ClaimedBatch>(ClaimActivity, new ClaimStep(input.RunId, input.CutOff, step % PaymentIndex.Shards, continuation), Patient);
                var items = claimed.Items.Where(item => !batches.Any(batch => batch.Items.Contains(item))).ToList();
                if (items.Count > 0)
                {
                    batches.Add(new RunBatch($"{input.RunId}-{batches.Count + 1:D5}", input.RunId, items));
                }

                continuation = claimed.Continuation;
            }
            while (continuation is not null);
        }

        return batches;
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
