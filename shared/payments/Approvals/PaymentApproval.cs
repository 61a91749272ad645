using Serverless.Durable;

namespace Serverless.Payments.Approvals;

/// <summary>
/// A payment's life: validated, decided by the support coordinator, validated, decided by DSPD, validated, settled
/// by the weekly run. The record is the truth; this is what moves it. Started for a payment that already has a
/// status, it picks up there.
/// </summary>
/// <remarks>
/// Whatever moves the payment is a stored decision, and its event names it. One wait for it is open at a time and
/// none is ever cancelled, because an event that comes after a cancelled wait is swallowed.
/// </remarks>
public static class PaymentApproval
{
    public const string Name = nameof(PaymentApproval);

    /// <summary>The event that a decision was stored.</summary>
    public const string DecisionEvent = "decision";

    /// <summary>The activity that makes the payment, or finds where it stands.</summary>
    public const string SubmitActivity = "SubmitPayment";

    /// <summary>The activity that settles a stored decision.</summary>
    public const string DecideActivity = "DecidePayment";

    /// <summary>The activity that asks whoever must act in a stage.</summary>
    public const string AskActivity = "AskApprovers";

    /// <summary>The activity that reminds them.</summary>
    public const string RemindActivity = "RemindApprovers";

    /// <summary>The activity that takes it to their superiors.</summary>
    public const string EscalateActivity = "EscalatePayment";

    /// <summary>A store that is out of reach is waited for; about an hour before the instance fails and needs repair.</summary>
    private static readonly TaskOptions Patient = new(new RetryPolicy(20, TimeSpan.FromMilliseconds(250), 2.0, TimeSpan.FromMinutes(5)));

    /// <summary>A decision that has come waits meanwhile, so that asking is given up within a minute or two.</summary>
    private static readonly TaskOptions Brief = new(new RetryPolicy(6, TimeSpan.FromSeconds(1), 2.0, TimeSpan.FromSeconds(30)));

    /// <summary>The instance that moves the payment.</summary>
    public static string InstanceId(string paymentId) => $"payment-{paymentId}";

    public static async Task<PaymentStatus> RunAsync(OrchestrationContext context, PaymentApprovalInput input)
    {
        var status = await context.CallActivityAsync<PaymentStatus>(SubmitActivity, input, Patient);
        while (!status.IsFinal())
        {
            status = status switch
            {
                PaymentStatus.WaitingScApproval or PaymentStatus.Review => await DecisionOf("support coordinator"),
                PaymentStatus.Error => await DecisionOf("provider"),
                PaymentStatus.WaitingDspdApproval => await DecisionOf("DSPD payment technician"),
                PaymentStatus.SubmittedToCaps => await DecisionOf("CAPS"),
                PaymentStatus.HeldByCaps => await DecisionOf("Office of Fiscal Operations"),
                _ => throw new InvalidOperationException($"Nobody decides in the status {status}."),
            };
        }

        context.SetCustomStatus(new PaymentApprovalProgress(status, null));
        return status;

        async Task<PaymentStatus> DecisionOf(string whom)
        {
            context.SetCustomStatus(new PaymentApprovalProgress(status, whom));
            var raised = context.WaitForExternalEvent<DecisionRaised>(DecisionEvent);
            if (input.Asks && status != PaymentStatus.SubmittedToCaps)
            {
                await PromptAsync(context, input.PaymentId, raised);
            }

            var decision = await raised;
            return await context.CallActivityAsync<PaymentStatus>(DecideActivity, new DecidePayment(input.PaymentId, decision.DecisionId), Patient);
        }
    }

    /// <summary>
    /// Asks for the decision; and while it does not come, reminds and escalates at their times. What cannot be asked leaves the
    /// decision to who finds it in the inbox: a fault of mails must not end the chain.
    /// </summary>
    private static async Task PromptAsync(OrchestrationContext context, string paymentId, Task raised)
    {
        try
        {
            await AskAsync(context, paymentId, raised);
        }
        catch (TaskFailedException)
        {
            // The activity has logged why; the wait for the decision goes on.
        }
    }

    private static async Task AskAsync(OrchestrationContext context, string paymentId, Task raised)
    {
        var stage = await context.CallActivityAsync<StageTimes>(AskActivity, paymentId, Brief);
        foreach (var (at, activity) in new[] { (stage.RemindAt, RemindActivity), (stage.EscalateAt, EscalateActivity) })
        {
            if (at is { } due && !raised.IsCompleted)
            {
                using var withdrawn = new CancellationTokenSource();
                var timer = context.CreateTimer(due.UtcDateTime, withdrawn.Token);
                if (await Task.WhenAny(raised, timer) == raised)
                {
                    Withdraw(withdrawn);
                    return;
                }

                await context.CallActivityAsync(activity, new StagePrompt(paymentId, stage.Version), Brief);
            }
        }
    }

    /// <summary>Not awaited: that would carry the code to a thread that is not the engine's.</summary>
    private static void Withdraw(CancellationTokenSource timer) => timer.Cancel();
}

/// <param name="Submission">What makes the payment; null where it is there already and its orchestration is started anew.</param>
/// <param name="Asks">Whether it asks the people whose decisions it waits for. Every start since mails were sent says so; what was started before does not.</param>
public sealed record PaymentApprovalInput(string PaymentId, Submission? Submission = null, bool Asks = false);

/// <summary>What queries show of an instance.</summary>
/// <param name="WaitsFor">Whose act it waits for, in words; null when final.</param>
public sealed record PaymentApprovalProgress(PaymentStatus Status, string? WaitsFor);

/// <summary>The event's payload: which stored decision to settle.</summary>
public sealed record DecisionRaised(string DecisionId);

/// <summary>The input of the activity that settles a decision.</summary>
public sealed record DecidePayment(string PaymentId, string DecisionId);

/// <summary>When something is done about a stage in which nobody decides (UPI-7).</summary>
/// <param name="Version">The payment's version in the stage; with another, the stage is over.</param>
/// <param name="RemindAt">UTC; null for never.</param>
/// <param name="EscalateAt">UTC; null for never.</param>
public sealed record StageTimes(int Version, DateTimeOffset? RemindAt, DateTimeOffset? EscalateAt);

/// <summary>The input of the activities that remind and escalate.</summary>
public sealed record StagePrompt(string PaymentId, int Version);
