using Serverless.Payments.Identity;

namespace Serverless.Payments.Approvals;

/// <summary>
/// A stored request to move a payment: an approver's decision, a provider's act or CAPS's answer. It is stored
/// before the orchestration hears of it, has one effect however often it is raised, and keeps its outcome.
/// </summary>
public sealed record Decision
{
    public required string Id { get; init; }

    public required string PaymentId { get; init; }

    public required PaymentAction Action { get; init; }

    public required string By { get; init; }

    /// <summary>Whom <see cref="By"/> acts for, as a delegate or superior; null where for oneself.</summary>
    public string? OnBehalfOf { get; init; }

    /// <summary>How it came, where not by somebody signed in: <c>link</c> for a mail's link.</summary>
    public string? Via { get; init; }

    /// <summary>The role acted in.</summary>
    public required Role Role { get; init; }

    /// <summary>The status that the decider saw; the decision counts for no other.</summary>
    public required PaymentStatus Stage { get; init; }

    /// <summary>The payment's version that the decider saw; it counts for no later one.</summary>
    public required int Version { get; init; }

    /// <summary>The note or reason given.</summary>
    public string? Note { get; init; }

    /// <summary>The corrected fields, for a resubmission.</summary>
    public PaymentFacts? Correction { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Null until it is settled.</summary>
    public DecisionOutcome? Outcome { get; init; }
}
