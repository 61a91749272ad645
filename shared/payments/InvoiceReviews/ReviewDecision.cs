using System.Text.Json.Serialization;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;

namespace Serverless.Payments.InvoiceReviews;

[JsonConverter(typeof(JsonStringEnumConverter<ReviewAction>))]
public enum ReviewAction
{
    /// <summary>The local office finds it right.</summary>
    Verify,

    /// <summary>The local office finds it wrong.</summary>
    Return,

    /// <summary>The provider sends the corrected invoice.</summary>
    Correct,
}

/// <summary>
/// A stored request to move an invoice. It is stored before the orchestration hears of it, has one effect however often
/// it is raised, and keeps its outcome.
/// </summary>
public sealed record ReviewDecision
{
    public required string Id { get; init; }

    public required string InvoiceId { get; init; }

    public required ReviewAction Action { get; init; }

    public required string By { get; init; }

    /// <summary>The role acted in.</summary>
    public required Role Role { get; init; }

    /// <summary>The invoice's version that the decider saw; it counts for no later one.</summary>
    public required int Version { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>For a return: why.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>For a verification.</summary>
    public string? ServiceId { get; init; }

    /// <summary>For a verification.</summary>
    public string? AidCode { get; init; }

    /// <summary>For a correction: the corrected invoice as it will stand; its file and lines are kept already.</summary>
    public ReviewedInvoice? Corrected { get; init; }

    /// <summary>Null until it is settled.</summary>
    public ReviewOutcome? Outcome { get; init; }
}

/// <summary>How a decision was settled.</summary>
/// <param name="Version">The invoice's version after it.</param>
/// <param name="Refusal">Null where the invoice moved.</param>
public sealed record ReviewOutcome(ReviewStatus Status, int Version, Refusal? Refusal);
