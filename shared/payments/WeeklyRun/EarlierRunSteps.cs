using Serverless.Payments.Approvals;
using Serverless.Payments.Caps;

namespace Serverless.Payments.WeeklyRun;

/// <summary>What the activities of runs in the form of before do (<see cref="EarlierRun"/>).</summary>
public sealed class EarlierRunSteps(EarlierRunItems items, RunClaims claims, RunSettlement settlement, PaymentRecords records, ICaps caps)
{
    public async Task<ClaimedBatch> ClaimAsync(ClaimStep step, CancellationToken cancellation)
    {
        var (taken, continuation) = await claims.TakeAsync(step, cancellation);
        RunItem[] claimed = [.. taken.Select(RunItem.Of)];
        await items.PutAsync(step.RunId, claimed, cancellation);
        return new ClaimedBatch(claimed, continuation);
    }

    /// <summary>Sends a batch. CAPS recognises keys that it has seen, so repeating it pays nothing twice.</summary>
    public async Task SubmitAsync(RunBatch batch, CancellationToken cancellation)
    {
        var instructions = new List<CapsInstruction>(batch.Items.Count);
        foreach (var item in batch.Items)
        {
            var payment = await records.FindAsync(item.PaymentId, cancellation)
                ?? throw new InvalidOperationException($"Run {batch.RunId} took payment {item.PaymentId}, which is not there.");

            // One that has been answered and booked is not in the run's hands any more.
            if (payment.RunId == batch.RunId && payment.Attempt == item.Attempt)
            {
                instructions.Add(new CapsInstruction(payment.CapsKey, payment.Facts));
            }
        }

        if (instructions.Count > 0)
        {
            await caps.SubmitAsync(batch.Id, instructions, cancellation);
        }
    }

    /// <summary>Books the answers known by now.</summary>
    /// <returns>The items that are not booked yet.</returns>
    public async Task<IReadOnlyList<RunItem>> BookAsync(RunBatch batch, CancellationToken cancellation)
    {
        var answers = (await caps.GetAnswersAsync([.. batch.Items.Select(item => item.Key)], cancellation)).ToDictionary(answer => answer.Key, StringComparer.Ordinal);
        var results = await Task.WhenAll(batch.Items.Select(async item => answers.TryGetValue(item.Key, out var answer)
            ? item with { Outcome = await settlement.BookAsync(item, answer, cancellation) }
            : item));
        await items.PutAsync(batch.RunId, [.. results.Where(item => item.Outcome is not null)], cancellation);
        return [.. results.Where(item => item.Outcome is null)];
    }

    /// <summary>Notes the answers that were booked and whose note was lost: a run started anew does not come to their payments again.</summary>
    public async Task CatchUpAsync(string runId, CancellationToken cancellation)
    {
        await foreach (var item in items.ReadAsync(runId, cancellation))
        {
            if (item.Outcome is null && await settlement.FindBookedAsync(item, cancellation) is { } outcome)
            {
                await items.PutAsync(runId, [item with { Outcome = outcome }], cancellation);
            }
        }
    }
}
