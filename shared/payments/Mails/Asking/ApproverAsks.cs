using Serverless.Durable;
using Serverless.Payments.Approvals;
using Serverless.Payments.Approvals.Policies;
using Serverless.Payments.Approvals.StandIns;
using Serverless.Payments.Calendar;
using Serverless.Payments.Users;

namespace Serverless.Payments.Mails.Asking;

/// <summary>
/// The activities by which the chain of a payment asks, reminds and escalates. Each records mails under their causes, so that
/// it may run again, and a chain that is started anew mails nobody twice.
/// </summary>
public sealed class ApproverAsks(PaymentRecords records, ApprovalPolicies policies, StagePrompts prompts, Escalations escalations, UserRecords users, MailOutbox outbox, DeadEnds deadEnds)
{
    /// <summary>Asks whoever must act in the payment's present stage.</summary>
    /// <returns>When to remind and to escalate, by the stage's policy.</returns>
    public async Task<StageTimes> AskAsync(ActivityContext context, string paymentId)
    {
        var payment = await FindAsync(paymentId, context.CancellationToken);
        if (!Addressees.IsAsked(payment.Status))
        {
            return new StageTimes(payment.Version, null, null);
        }

        await prompts.RecordAsync(payment, MailKind.Ask, context.CancellationToken);
        var policy = await StagePolicy.OfAsync(policies, payment, context.CancellationToken);
        return new StageTimes(payment.Version, At(policy.ReminderWorkingDays), payment.Status == PaymentStatus.Error ? null : At(policy.EscalationWorkingDays));

        DateTimeOffset? At(int? workingDays) => workingDays is { } days ? AgencyCalendar.AfterWorkingDays(payment.StatusSince, days, policy.Holidays) : null;
    }

    /// <returns>Whether the payment stands as it did, so that anybody was reminded.</returns>
    public async Task<bool> RemindAsync(ActivityContext context, StagePrompt prompt)
    {
        var payment = await FindAsync(prompt.PaymentId, context.CancellationToken);
        if (payment.Version != prompt.Version)
        {
            return false;
        }

        await prompts.RecordAsync(payment, MailKind.Remind, context.CancellationToken);
        return true;
    }

    /// <summary>Hands it to the superiors as well, and tells them; or the admins, where there is no superior who could decide.</summary>
    /// <returns>Whether anybody was told.</returns>
    public async Task<bool> EscalateAsync(ActivityContext context, StagePrompt prompt)
    {
        var superiors = await escalations.EscalateAsync(prompt.PaymentId, prompt.Version, context.CancellationToken);
        if (superiors.Count == 0)
        {
            return await deadEnds.TellAsync(prompt.PaymentId, prompt.Version, context.CancellationToken);
        }

        var isTold = false;
        foreach (var name in superiors)
        {
            if (await users.FindAsync(name, context.CancellationToken) is { Active: true, Email: not null, Mail: MailPreference.Each })
            {
                await outbox.RecordAsync(new MailCause(MailKind.Escalate, name, prompt.PaymentId, prompt.Version), context.CancellationToken);
                isTold = true;
            }
        }

        return isTold;
    }

    private async Task<Payment> FindAsync(string paymentId, CancellationToken cancellation)
        => await records.FindAsync(paymentId, cancellation) ?? throw new InvalidOperationException($"There is no payment {paymentId} to ask about.");
}
