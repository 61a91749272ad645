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

    /// <summary>A store that is out of reach is waited for; about an hour before the instance fails and needs repair.</summary>
    private static readonly TaskOptions Patient = new(new RetryPolicy(20, TimeSpan.FromMilliseconds(250), 2.0, TimeSpan.FromMinutes(5)));

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
            var decision = await context.WaitForExternalEvent<DecisionRaised>(DecisionEvent);
            return await context.CallActivityAsync<PaymentStatus>(DecideActivity, new DecidePayment(input.PaymentId, decision.DecisionId), Patient);
        }
    }
}

/// <param name="Submission">What makes the payment; null where it is there already and its orchestration is started anew.</param>
public sealed record PaymentApprovalInput(string PaymentId, Submission? Submission = null);

/// <summary>What queries show of an instance.</summary>
/// <param name="WaitsFor">Whose act it waits for, in words; null when final.</param>
public sealed record PaymentApprovalProgress(PaymentStatus Status, string? WaitsFor);

/// <summary>The event's payload: which stored decision to settle.</summary>
public sealed record DecisionRaised(string DecisionId);

/// <summary>The input of the activity that settles a decision.</summary>
public sealed record DecidePayment(string PaymentId, string DecisionId);
