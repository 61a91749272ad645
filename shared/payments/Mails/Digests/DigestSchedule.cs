using Serverless.Durable;

namespace Serverless.Payments.Mails.Digests;

/// <summary>The eternal orchestration of the daily digests: it asks for the next working morning, sleeps until then, has them sent and begins anew. After downtime the latest morning alone is made up for.</summary>
public static class DigestSchedule
{
    public const string Name = nameof(DigestSchedule);

    /// <summary>There is one per installation.</summary>
    public const string InstanceId = "digest-schedule";
    public const string NextActivity = "NextDigest";
    public const string SendActivity = "SendDigests";

    private static readonly TaskOptions Patient = new(new RetryPolicy(100, TimeSpan.FromSeconds(1), 2.0, TimeSpan.FromMinutes(10)));

    public static async Task<DateTimeOffset> RunAsync(OrchestrationContext context, DigestState state)
    {
        var next = await context.CallActivityAsync<DateTimeOffset>(NextActivity, state.After, Patient);
        context.SetCustomStatus(next);
        await context.CreateTimer(next.UtcDateTime, CancellationToken.None);
        var sent = await context.CallActivityAsync<DateTimeOffset>(SendActivity, next, Patient);
        context.ContinueAsNew(new DigestState(sent));
        return sent;
    }
}

/// <param name="After">Mornings up to this instant are over.</param>
public sealed record DigestState(DateTimeOffset After);
