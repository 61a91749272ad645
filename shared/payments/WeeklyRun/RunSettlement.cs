using Microsoft.Extensions.Logging;
using Serverless.Payments.Approvals;
using Serverless.Payments.Calendar;
using Serverless.Payments.Identity;
using Serverless.Payments.Settlement;

namespace Serverless.Payments.WeeklyRun;

/// <summary>Hands CAPS's answers to the payments that they are for.</summary>
public sealed class RunSettlement(PaymentRecords records, PaymentCommands commands, AgencyCalendar calendar, ILogger<RunSettlement> logger)
{
    /// <summary>How long one answer's booking is waited for before the run looks again later.</summary>
    private static readonly TimeSpan BookingWait = TimeSpan.FromSeconds(20);

    /// <summary>Books an answer. Repeating it books it once.</summary>
    /// <returns>The outcome that is booked; null where it is not yet.</returns>
    public async Task<SettlementOutcome?> BookAsync(RunItem item, SettlementAnswer answer, CancellationToken cancellation)
    {
        var (stage, version) = await StandingAsync(item, cancellation);
        var stored = await records.StoreAsync(
            new Decision
            {
                Id = DecisionId(item),
                PaymentId = item.PaymentId,
                Action = Action(answer.Outcome),
                By = "CAPS",
                Role = Role.Caps,
                Stage = stage,
                Version = version,
                Note = answer.Reason,
                At = calendar.Now,
            },
            cancellation);
        var settled = await commands.RaiseAsync(stored, BookingWait, cancellation);
        if (settled is null)
        {
            // The payment's orchestration may be lost; started anew it picks up at its status and hears the next raise.
            await commands.StartAsync(new PaymentApprovalInput(item.PaymentId), cancellation);
            return null;
        }

        if (settled.Outcome!.Refusal is { } refusal)
        {
            // Nothing may move a payment that a run has taken; whoever did is to be found. The run stays open and says so.
            Log.AnswerRefused(logger, item.Key, refusal.Message);
            return null;
        }

        return OutcomeOf(settled.Action);
    }

    /// <summary>The outcome of an answer that was booked at some time; null where there is none.</summary>
    public async Task<SettlementOutcome?> FindBookedAsync(RunItem item, CancellationToken cancellation)
        => await records.FindDecisionAsync(item.PaymentId, DecisionId(item), cancellation) is { Outcome: { Refusal: null } } booked ? OutcomeOf(booked.Action) : null;

    /// <summary>Where the payment stands that the answer is for: what a run has taken, nothing else moves.</summary>
    private async Task<(PaymentStatus Stage, int Version)> StandingAsync(RunItem item, CancellationToken cancellation)
    {
        if (item.Version is { } taken)
        {
            return (PaymentStatus.SubmittedToCaps, taken);
        }

        var payment = await records.FindAsync(item.PaymentId, cancellation)
            ?? throw new InvalidOperationException($"CAPS answers for payment {item.PaymentId}, which is not there.");
        return (payment.Status, payment.Version);
    }

    /// <summary>One answer counts for an attempt.</summary>
    private static string DecisionId(RunItem item) => $"caps-{item.Attempt}";

    private static SettlementOutcome OutcomeOf(PaymentAction action)
        => Enum.GetValues<SettlementOutcome>().First(outcome => Action(outcome) == action);

    private static PaymentAction Action(SettlementOutcome outcome) => outcome switch
    {
        SettlementOutcome.Paid => PaymentAction.AnswerPaid,
        SettlementOutcome.Error => PaymentAction.AnswerError,
        SettlementOutcome.Rejected => PaymentAction.AnswerRejected,
        SettlementOutcome.Held => PaymentAction.AnswerHeld,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "CAPS has four answers."),
    };
}
