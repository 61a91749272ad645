using Serverless.Payments.Approvals;

namespace Serverless.Payments.Mails.Links;

/// <summary>What a link in a mail may be used for, once: one act of one person on one payment as it stood in one stage and version.</summary>
/// <param name="User">Whose link it is.</param>
/// <param name="Action">Approve or deny.</param>
/// <param name="ExpiresAt">UTC.</param>
/// <param name="UsedAt">When it was used (UTC); null while it was not.</param>
/// <param name="UsedBy">The request that used it, so that its repetition gets the same answer.</param>
/// <param name="IsRefused">Whether the decision was refused, so that the link is used although nothing came of it.</param>
public sealed record DecisionLink(
    string PaymentId,
    PaymentStatus Stage,
    int Version,
    string User,
    PaymentAction Action,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? UsedAt = null,
    string? UsedBy = null,
    bool IsRefused = false);

/// <summary>What became of a link.</summary>
public enum LinkState
{
    /// <summary>It decides.</summary>
    Valid,

    /// <summary>It has decided, or tried to.</summary>
    Used,

    /// <summary>The payment moved on since, or the person does not act any more.</summary>
    Stale,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>This installation never made it.</summary>
    Forged,
}

/// <summary>What a link leads to.</summary>
/// <param name="State">Whether it decides.</param>
/// <param name="Link">What it was made for; null where it is forged.</param>
/// <param name="Payment">As it stands now; null where it is forged.</param>
/// <param name="NeedsSignIn">Whether its person must sign in to decide by it: the amount is above what the policy lets a holder decide.</param>
public sealed record LinkReading(LinkState State, DecisionLink? Link, Payment? Payment, bool NeedsSignIn)
{
    public static LinkReading Forged { get; } = new(LinkState.Forged, null, null, false);
}

/// <summary>How a decision by a link ended.</summary>
/// <param name="Kind">Whether it was handed in.</param>
/// <param name="Reading">What the link leads to.</param>
/// <param name="Result">What came of the decision; null where none was handed in.</param>
public sealed record LinkDecision(LinkDecisionKind Kind, LinkReading Reading, CommandResult? Result);

/// <summary>How far a decision by a link came.</summary>
public enum LinkDecisionKind
{
    /// <summary>It was handed in, and <see cref="LinkDecision.Result"/> tells what came of it.</summary>
    HandedIn,

    /// <summary>The link decides nothing; its state says why.</summary>
    NotValid,

    /// <summary>Its person must sign in first; the link is as it was.</summary>
    NeedsSignIn,

    /// <summary>Somebody else is signed in; the link is as it was.</summary>
    OtherPerson,

    /// <summary>A denial needs a reason, and a note has its length; the link is as it was.</summary>
    NeedsReason,
}
