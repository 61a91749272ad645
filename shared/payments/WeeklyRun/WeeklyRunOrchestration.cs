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

    /// <summary>The longest wait between two looks for answers that are still to come.</summary>
    private static readonly TimeSpan LookAgainMax = TimeSpan.FromMinutes(5);
    private static readonly TaskOptions Patient = new(new RetryPolicy(40, TimeSpan.FromMilliseconds(500), 2.0, TimeSpan.FromMinutes(15)));

    public static string InstanceId(string runId) => $"run-{runId}";

    public static async Task<bool> RunAsync(OrchestrationContext context, RunRequest input)
    {
        if (!await context.CallActivityAsync<bool>(OpenActivity, input, Patient))
        {
            return false;
        }

        var batches = new List<RunBatch>();
        for (var shard = 0; shard < PaymentIndex.Shards; shard++)
        {
            string? continuation = null;
            do
            {
                var claimed = await context.CallActivityAsync<ClaimedBatch>(ClaimActivity, new ClaimStep(input.RunId, input.CutOff, shard, continuation), Patient);
                if (claimed.Items.Count > 0)
                {
                    batches.Add(new RunBatch($"{input.RunId}-{batches.Count + 1:D5}", input.RunId, claimed.Items));
                }

                continuation = claimed.Continuation;
            }
            while (continuation is not null);
        }

        foreach (var together in batches.Chunk(BatchesAtOnce))
        {
            await Task.WhenAll(together.Select(batch => SettleAsync(context, batch)));
        }

        await context.CallActivityAsync(CompleteActivity, input.RunId, Patient);
        return true;
    }

    private static async Task SettleAsync(OrchestrationContext context, RunBatch batch)
    {
        await context.CallActivityAsync(SubmitActivity, batch, Patient);
        var wait = TimeSpan.FromSeconds(1);
        while (true)
        {
            var left = await context.CallActivityAsync<IReadOnlyList<RunItem>>(BookActivity, batch, Patient);
            if (left.Count == 0)
            {
                return;
            }

            batch = batch with { Items = left };
            await context.CreateTimer(wait, CancellationToken.None);
            wait = wait * 2 < LookAgainMax ? wait * 2 : LookAgainMax;
        }
    }
}
