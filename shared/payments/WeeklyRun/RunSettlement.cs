using Microsoft.Extensions.Logging;
using Serverless.Payments.Approvals;
using Serverless.Payments.Calendar;
using Serverless.Payments.Caps;
using Serverless.Payments.Identity;

namespace Serverless.Payments.WeeklyRun;

/// <summary>Sends what a run has taken to CAPS and books the answers.</summary>
public sealed class RunSettlement(ICaps caps, PaymentRecords records, PaymentCommands commands, RunRecords runs, AgencyCalendar calendar, ILogger<RunSettlement> logger)
{
    /// <summary>How long one answer's booking is waited for before the run looks again later.</summary>
    private static readonly TimeSpan BookingWait = TimeSpan.FromSeconds(20);

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
        var answers = (await caps.GetAnswersAsync([.. batch.Items.Select(item => item.CapsKey)], cancellation)).ToDictionary(answer => answer.Key, StringComparer.Ordinal);
        var results = await Task.WhenAll(batch.Items.Select(async item =>
        {
            var booked = answers.TryGetValue(item.CapsKey, out var answer) && await BookAsync(item, answer, cancellation);
            return (Item: item, Booked: booked ? item with { Outcome = answer!.Outcome } : null);
        }));
        await runs.PutItemsAsync(batch.RunId, [.. results.Select(result => result.Booked).OfType<RunItem>()], cancellation);
        return [.. results.Where(result => result.Booked is null).Select(result => result.Item)];
    }

    /// <summary>
    /// Notes the answers that were booked and whose note was lost. A run started anew from its record does not come to a
    /// payment again that has been answered, so that it would count one too few.
    /// </summary>
    public async Task CatchUpAsync(string runId, CancellationToken cancellation)
    {
        var open = new List<RunItem>();
        await foreach (var item in runs.ItemsAsync(runId, cancellation))
        {
            if (item.Outcome is null)
            {
                open.Add(item);
            }
        }

        foreach (var item in open)
        {
            if (await records.FindDecisionAsync(item.PaymentId, DecisionId(item), cancellation) is { Outcome: { Refusal: null } } booked)
            {
                await runs.PutItemsAsync(runId, [item with { Outcome = OutcomeOf(booked.Action) }], cancellation);
            }
        }
    }

    private async Task<bool> BookAsync(RunItem item, CapsAnswer answer, CancellationToken cancellation)
    {
        var payment = await records.FindAsync(item.PaymentId, cancellation)
            ?? throw new InvalidOperationException($"CAPS answers for payment {item.PaymentId}, which is not there.");
        var stored = await records.StoreAsync(
            new Decision
            {
                Id = DecisionId(item),
                PaymentId = item.PaymentId,
                Action = Action(answer.Outcome),
                By = "CAPS",
                Role = Role.Caps,
                Stage = payment.Status,
                Version = payment.Version,
                Note = answer.Reason,
                At = calendar.Now,
            },
            cancellation);
        var settled = await commands.RaiseAsync(stored, BookingWait, cancellation);
        if (settled is null)
        {
            // The payment's orchestration may be lost; started anew it picks up at its status and hears the next raise.
            await commands.StartAsync(new PaymentApprovalInput(item.PaymentId), cancellation);
            return false;
        }

        if (settled.Outcome!.Refusal is { } refusal)
        {
            // Nothing may move a payment that a run has taken; whoever did is to be found. The run stays open and says so.
            Log.AnswerRefused(logger, item.CapsKey, refusal.Message);
            return false;
        }

        return true;
    }

    /// <summary>One answer counts for an attempt.</summary>
    private static string DecisionId(RunItem item) => $"caps-{item.Attempt}";

    private static CapsOutcome OutcomeOf(PaymentAction action)
        => Enum.GetValues<CapsOutcome>().First(outcome => Action(outcome) == action);

    private static PaymentAction Action(CapsOutcome outcome) => outcome switch
    {
        CapsOutcome.Paid => PaymentAction.AnswerPaid,
        CapsOutcome.Error => PaymentAction.AnswerError,
        CapsOutcome.Rejected => PaymentAction.AnswerRejected,
        CapsOutcome.Held => PaymentAction.AnswerHeld,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "CAPS has four answers."),
    };
}

/// <param name="Id">The batch's own id, under which CAPS gets it.</param>
public sealed record RunBatch(string Id, string RunId, IReadOnlyList<RunItem> Items);
