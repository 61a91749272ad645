using System.Globalization;
using Serverless.Durable;

namespace Serverless.Payments.Mails;

/// <summary>
/// Delivers one mail: tries, and where it must be tried again sleeps until then, so that no activity is held by a mail server
/// that is down. It goes on for a week; the record says how it ended.
/// </summary>
public static class MailDelivery
{
    public const string Name = nameof(MailDelivery);

    /// <summary>The activity that tries once.</summary>
    public const string SendActivity = "SendMail";

    /// <summary>Tries after which its history is begun anew.</summary>
    private const int TriesPerHistory = 20;

    private static readonly TaskOptions Patient = new(new RetryPolicy(100, TimeSpan.FromSeconds(1), 2.0, TimeSpan.FromMinutes(10)));

    /// <summary>The instance that delivers the mail: one of its own each time that it is to be sent after all, because the one before may not have ended yet.</summary>
    public static string InstanceId(string mailKey, int delivery = 0) => delivery == 0 ? $"mail-{mailKey}" : string.Create(CultureInfo.InvariantCulture, $"mail-{mailKey}-{delivery}");

    public static async Task<MailStatus> RunAsync(OrchestrationContext context, MailDeliveryInput input)
    {
        for (var tries = 0; tries < TriesPerHistory; tries++)
        {
            var attempt = await context.CallActivityAsync<MailAttempt>(SendActivity, input, Patient);
            if (attempt.AgainAt is not { } again)
            {
                return attempt.Status;
            }

            context.SetCustomStatus(attempt);
            await context.CreateTimer(again.UtcDateTime, CancellationToken.None);
        }

        context.ContinueAsNew(input);
        return MailStatus.Waiting;
    }
}

/// <param name="Mail">The mail's key.</param>
/// <param name="Delivery">Which of the mail's deliveries it is; one that another has followed sends nothing any more.</param>
public sealed record MailDeliveryInput(string Mail, int Delivery = 0);

/// <summary>How a try ended.</summary>
/// <param name="AgainAt">When it is to be tried again (UTC); null where it has come to its end.</param>
public sealed record MailAttempt(MailStatus Status, DateTimeOffset? AgainAt);
