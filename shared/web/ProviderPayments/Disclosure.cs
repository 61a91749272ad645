using Serverless.Payments.Identity;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Adjustments;

namespace Serverless.Web.ProviderPayments;

/// <summary>
/// What of a payment is the agency's own, and not for its provider, parents and support coordinators: corrections that are not
/// authorised yet or were given up, why they were written, and what was noted at an authorisation.
/// </summary>
internal static class Disclosure
{
    public static IReadOnlyList<Adjustment> Of(IReadOnlyList<Adjustment> adjustments, Caller caller)
        => caller.IsStaff ? adjustments : [.. adjustments.Where(adjustment => IsDisclosed(adjustment.Status))];

    /// <summary>Without its reason where that is not disclosed.</summary>
    public static AdjustmentBody Of(AdjustmentBody adjustment, Caller caller)
        => caller.IsStaff || IsDisclosed(adjustment.PaymentStatus) ? adjustment : adjustment with { Reason = null };

    /// <summary>Without the note of an authorisation.</summary>
    public static ProviderPaymentMove Of(ProviderPaymentMove move, Caller caller)
        => caller.IsStaff || move.Action != AttendanceAction.Authorize ? move : move with { Note = null };

    /// <summary>Without the note of an authorisation, and without reasons as long as they are not disclosed.</summary>
    public static IReadOnlyList<AdjustmentMove> Of(IReadOnlyList<AdjustmentMove> moves, Caller caller)
    {
        if (caller.IsStaff || moves.Count == 0)
        {
            return moves;
        }

        var isDisclosed = IsDisclosed(moves[^1].To);
        return [.. moves.Select(move => isDisclosed && move.To != AdjustmentStatus.Authorized ? move : move with { Note = null })];
    }

    private static bool IsDisclosed(AdjustmentStatus status) => status is AdjustmentStatus.Authorized or AdjustmentStatus.Paid;
}
