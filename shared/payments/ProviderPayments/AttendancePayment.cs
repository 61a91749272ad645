using Serverless.Durable;

namespace Serverless.Payments.ProviderPayments;

/// <summary>
/// The life of a provider payment, as its two axes meet (CARE-1 to CARE-3): generated; the provider submits the attendance
/// sheet and the parent signs it, or the agency enters one that came on paper and marks it received; reviewed, calculated and
/// authorised; asked about and answered as often as needed; paid by an export alone. The record is the truth; this is what
/// moves it. Started for a payment that has moved already, it picks up there.
/// </summary>
/// <remarks>
/// Whatever moves the payment is a stored act, and its event names it. One wait for it is open at a time and none is ever
/// cancelled, because an event that comes after a cancelled wait is swallowed. The history is begun anew after so many acts,
/// since nothing limits how often a sheet is corrected or a question asked.
/// </remarks>
public static class AttendancePayment
{
    public const string Name = nameof(AttendancePayment);

    /// <summary>The event that an act was stored.</summary>
    public const string ActEvent = "act";

    /// <summary>The activity that finds where the payment stands.</summary>
    public const string ReadActivity = "ReadProviderPayment";

    /// <summary>The activity that settles a stored act.</summary>
    public const string ActActivity = "ActOnProviderPayment";

    /// <summary>Acts after which the history is begun anew; few payments come near it.</summary>
    internal const int ActsInHistoryMax = 50;

    /// <summary>A store that is out of reach is waited for; about an hour before the instance fails and needs repair.</summary>
    private static readonly TaskOptions Patient = new(new RetryPolicy(20, TimeSpan.FromMilliseconds(250), 2.0, TimeSpan.FromMinutes(5)));

    /// <summary>The instance that moves the payment.</summary>
    public static string InstanceId(string paymentId) => $"attendance-{paymentId}";

    public static async Task<StatusPair> RunAsync(OrchestrationContext context, AttendancePaymentInput input)
    {
        var status = await context.CallActivityAsync<StatusPair>(ReadActivity, input.PaymentId, Patient);
        for (var acts = 0; acts < ActsInHistoryMax; acts++)
        {
            switch (status)
            {
                case { Payment: ProviderPaymentStatus.Paid }:
                    context.SetCustomStatus(new AttendanceProgress(status, null));
                    return status;
                case { Payment: ProviderPaymentStatus.Hold }:
                    status = await ActOf("provider, who is to answer");
                    break;
                case { Submission: SubmissionStatus.ReadyForParent }:
                    status = await ActOf("parent, who is to sign");
                    break;
                case { Payment: ProviderPaymentStatus.New }:
                    status = await ActOf("provider, who is to submit the sheet, or agency, where it comes on paper");
                    break;
                case { Payment: ProviderPaymentStatus.Received }:
                    status = await ActOf("agency, which is to review and authorise");
                    break;
                case { Payment: ProviderPaymentStatus.Authorized }:
                    status = await ActOf("export");
                    break;
                default:
                    throw new InvalidOperationException($"Nobody acts on {status}.");
            }
        }

        context.ContinueAsNew(input);
        return status;

        async Task<StatusPair> ActOf(string whom)
        {
            context.SetCustomStatus(new AttendanceProgress(status, whom));
            var act = await context.WaitForExternalEvent<AttendanceActRaised>(ActEvent);
            return await context.CallActivityAsync<StatusPair>(ActActivity, new SettleAttendanceAct(input.PaymentId, act.ActId), Patient);
        }
    }
}

public sealed record AttendancePaymentInput(string PaymentId);

/// <summary>What queries show of an instance.</summary>
/// <param name="WaitsFor">Whose act it waits for, in words; null when paid.</param>
public sealed record AttendanceProgress(StatusPair Status, string? WaitsFor);

/// <summary>The event's payload: which stored act to settle.</summary>
public sealed record AttendanceActRaised(string ActId);

/// <summary>The input of the activity that settles an act.</summary>
public sealed record SettleAttendanceAct(string PaymentId, string ActId);
