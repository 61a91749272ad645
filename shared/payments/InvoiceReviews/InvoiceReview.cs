using Serverless.Durable;

namespace Serverless.Payments.InvoiceReviews;

/// <summary>
/// An invoice's way (KEES-8): received, verified by the local office and routed to Operations; or returned, and superseded by
/// the corrected one. The record is the truth; this is what moves it, tells whose turn it is, and reminds them. Started for
/// an invoice that has moved already, it picks up there.
/// </summary>
/// <remarks>
/// Whatever moves the invoice is a stored decision, and its event names it. One wait for it is open at a time and none is
/// ever cancelled, because an event that comes after a cancelled wait is swallowed: the reminders of a status race the one
/// wait. The history stays short by itself, with two decisions that move and at most ten reminders for each; what is raised
/// again adds a few rows. So it is never begun anew.
/// </remarks>
public static class InvoiceReview
{
    public const string Name = nameof(InvoiceReview);

    /// <summary>The event that a decision was stored.</summary>
    public const string DecisionEvent = "decision";

    /// <summary>The activity that finds where the invoice stands.</summary>
    public const string ReadActivity = "ReadInvoiceReview";

    /// <summary>The activity that settles a stored decision.</summary>
    public const string DecideActivity = "DecideInvoiceReview";

    /// <summary>The activity that tells whoever is concerned.</summary>
    public const string TellActivity = "TellInvoiceReview";

    /// <summary>A store that is out of reach is waited for; about an hour before the instance fails and needs repair.</summary>
    private static readonly TaskOptions Patient = new(new RetryPolicy(20, TimeSpan.FromMilliseconds(250), 2.0, TimeSpan.FromMinutes(5)));

    /// <summary>The instance that moves the invoice.</summary>
    public static string InstanceId(string invoiceId) => $"review-{invoiceId}";

    public static async Task<ReviewStatus> RunAsync(OrchestrationContext context, InvoiceReviewInput input)
    {
        var stage = await context.CallActivityAsync<ReviewStage>(ReadActivity, input.InvoiceId, Patient);
        await TellAsync(context, input, stage, reminder: 0);
        while (!stage.Status.IsFinal())
        {
            var decision = await DecisionAsync(context, input, stage);
            stage = await context.CallActivityAsync<ReviewStage>(DecideActivity, new DecideReview(input.InvoiceId, decision.DecisionId), Patient);
            await TellAsync(context, input, stage, reminder: 0);
        }

        return stage.Status;
    }

    private static async Task<ReviewDecisionRaised> DecisionAsync(OrchestrationContext context, InvoiceReviewInput input, ReviewStage stage)
    {
        var decision = context.WaitForExternalEvent<ReviewDecisionRaised>(DecisionEvent);
        var reminded = Reminders.Due(stage.Since, context.CurrentUtcDateTime);
        if (reminded > 0)
        {
            // Started anew: the last one due is told, unless it was. Those before it would say the same.
            await TellAsync(context, input, stage, reminded);
        }

        while (reminded < Reminders.Max && !decision.IsCompleted)
        {
            using var withdrawn = new CancellationTokenSource();
            var timer = context.CreateTimer(Reminders.At(stage.Since, reminded + 1), withdrawn.Token);
            if (await Task.WhenAny(decision, timer) == decision)
            {
                Withdraw(withdrawn);
                break;
            }

            // After a time at rest several may be due, and one is enough.
            reminded = Math.Max(reminded + 1, Reminders.Due(stage.Since, context.CurrentUtcDateTime));
            await TellAsync(context, input, stage, reminded);
        }

        return await decision;
    }

    private static Task TellAsync(OrchestrationContext context, InvoiceReviewInput input, ReviewStage stage, int reminder)
    {
        context.SetCustomStatus(new InvoiceReviewProgress(stage.Status, stage.Since, reminder));
        return context.CallActivityAsync(TellActivity, new TellReview(input.InvoiceId, stage.Version, reminder), Patient);
    }

    /// <summary>Not awaited: that would carry the code to a thread that is not the engine's.</summary>
    private static void Withdraw(CancellationTokenSource timer) => timer.Cancel();
}

public sealed record InvoiceReviewInput(string InvoiceId);

/// <summary>Where an invoice stands.</summary>
/// <param name="Since">Since when; its reminders are counted from here.</param>
public sealed record ReviewStage(ReviewStatus Status, int Version, DateTimeOffset Since)
{
    public static ReviewStage Of(ReviewedInvoice invoice) => new(invoice.Status, invoice.Version, invoice.StatusSince);
}

/// <summary>What queries show of an instance.</summary>
/// <param name="Reminder">Which reminder was told last; 0 where none was.</param>
public sealed record InvoiceReviewProgress(ReviewStatus Status, DateTimeOffset Since, int Reminder);

/// <summary>The event's payload: which stored decision to settle.</summary>
public sealed record ReviewDecisionRaised(string DecisionId);

/// <summary>The input of the activity that settles a decision.</summary>
public sealed record DecideReview(string InvoiceId, string DecisionId);

/// <summary>The input of the activity that tells whose turn it is.</summary>
/// <param name="Version">The invoice's version that is told of; its number, and not a place in a replay, is what makes a notice itself.</param>
/// <param name="Reminder">Which reminder, from 1; 0 for the news itself.</param>
public sealed record TellReview(string InvoiceId, int Version, int Reminder);
