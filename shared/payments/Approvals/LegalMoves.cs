using Serverless.Payments.Identity;
using static Serverless.Payments.Approvals.PaymentAction;
using static Serverless.Payments.Approvals.PaymentStatus;

namespace Serverless.Payments.Approvals;

/// <summary>The legal moves (UPI-1): what may be asked in which status, by which role, and where it leads.</summary>
public static class LegalMoves
{
    /// <summary>The table. Whatever is not in it is refused and changes nothing.</summary>
    public static IReadOnlyList<LegalMove> All { get; } =
    [
        new(WaitingScApproval, Approve, Role.Coordinator, WaitingDspdApproval) { Validates = true, OnFailure = Error },
        new(WaitingScApproval, Deny, Role.Coordinator, DeniedBySc),
        new(WaitingScApproval, Delete, Role.Provider, Deleted),

        new(Error, Resubmit, Role.Provider, WaitingScApproval) { Validates = true },
        new(Error, Approve, Role.Coordinator, WaitingDspdApproval) { Validates = true },
        new(Error, PaymentAction.Review, Role.Provider, PaymentStatus.Review),
        new(Error, Delete, Role.Provider, Deleted),

        new(PaymentStatus.Review, Approve, Role.Coordinator, WaitingDspdApproval) { Validates = true },
        new(PaymentStatus.Review, Deny, Role.Coordinator, DeniedBySc),

        new(WaitingDspdApproval, Approve, Role.Technician, SubmittedToCaps) { Validates = true, OnFailure = Error, MayTakeTwo = true },
        new(WaitingDspdApproval, Deny, Role.Technician, DeniedByDspd),

        new(SubmittedToCaps, Hold, Role.Ofo, HeldByCaps),
        new(SubmittedToCaps, AnswerPaid, Role.Caps, PaidByCaps),
        new(SubmittedToCaps, AnswerError, Role.Caps, ErrorByCaps),
        new(SubmittedToCaps, AnswerRejected, Role.Caps, RejectedByCaps),
        new(SubmittedToCaps, AnswerHeld, Role.Caps, HeldByCaps),

        new(HeldByCaps, Release, Role.Ofo, SubmittedToCaps),
        new(HeldByCaps, Deny, Role.Ofo, RejectedByCaps),
    ];

    /// <summary>The move that an action means in a status, or null where it is illegal there.</summary>
    public static LegalMove? Find(PaymentStatus from, PaymentAction action)
    {
        foreach (var move in All)
        {
            if (move.From == from && move.Action == action)
            {
                return move;
            }
        }

        return null;
    }

    /// <summary>Whether a role may ask for the action in any status at all.</summary>
    public static bool IsFor(PaymentAction action, Role role)
    {
        foreach (var move in All)
        {
            if (move.Action == action && move.Role == role)
            {
                return true;
            }
        }

        return false;
    }
}
