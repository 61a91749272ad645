using Serverless.Durable;

namespace Serverless.Payments.Mails.Asking;

/// <summary>Asks at once those to whom one person's turns come, when an absence begins today or is called off.</summary>
public static class TurnHandover
{
    public const string Name = nameof(TurnHandover);
    public const string AskActivity = "AskAfterHandover";

    /// <summary>A store that is out of reach is waited for; whom this does not reach, the next working morning does.</summary>
    private static readonly TaskOptions Patient = new(new RetryPolicy(20, TimeSpan.FromSeconds(1), 2.0, TimeSpan.FromMinutes(10)));

    /// <summary>One for the begin of an absence, and one for its end before its time.</summary>
    public static string InstanceId(string delegationId, bool isRevoked) => isRevoked ? $"handover-{delegationId}-revoked" : $"handover-{delegationId}";

    public static Task<bool> RunAsync(OrchestrationContext context, TurnHandoverInput input)
        => context.CallActivityAsync<bool>(AskActivity, input, Patient);
}

/// <param name="User">Whose turns change hands.</param>
public sealed record TurnHandoverInput(string User);
