using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Payments.People;

namespace Serverless.Payments.ProviderPayments.Adjustments;

/// <summary>
/// What may be done to an adjustment, by whom, and what comes of it (CARE-3): the agency writes it for a payment that is paid,
/// somebody else authorises it, and an export pays it; until then it can be withdrawn.
/// </summary>
/// <remarks>
/// A payment never falls below zero, in whatever order its adjustments are authorised, withdrawn and paid. What is taken off
/// counts from the moment it is written, and what is added only once it is paid, because until then it can still be withdrawn.
/// </remarks>
public static class AdjustmentRules
{
    /// <summary>Adjustments of a payment that are neither paid nor withdrawn.</summary>
    public const int OpenMax = 100;

    /// <summary>Characters of a reason.</summary>
    public const int ReasonCharsMax = 500;

    /// <summary>Who authorises and withdraws adjustments, in the order in which somebody with several of these roles acts.</summary>
    private static readonly Role[] ReviewRoles = [Role.Operations, Role.Manager, Role.Ofo];

    /// <summary>The role in which the caller may write an adjustment; null where it is not the caller's to do.</summary>
    public static Role? RoleToAdjust(Caller caller) => caller.Is(Role.Operations) ? Role.Operations : null;

    /// <summary>The role in which the caller may authorise; null where it is not the caller's to do.</summary>
    public static Role? RoleToAuthorize(Caller caller) => RoleOf(caller);

    /// <summary>The role in which the caller may withdraw; its author always may, in the role that it was written in.</summary>
    public static Role? RoleToWithdraw(Caller caller, Adjustment adjustment)
        => RoleOf(caller) ?? (caller.User == adjustment.Author ? Role.Operations : null);

    /// <summary>Makes the adjustment, or says what stands against it.</summary>
    /// <param name="payment">As it stands.</param>
    /// <param name="others">Every adjustment of the payment so far.</param>
    /// <param name="draft">What is asked for.</param>
    public static (Adjustment? Adjustment, Refusal? Refusal) Make(ProviderPayment payment, IReadOnlyCollection<Adjustment> others, AdjustmentDraft draft)
    {
        if (payment.Status != ProviderPaymentStatus.Paid)
        {
            return (null, NotPaid(payment));
        }

        if (CheckForm(draft) is { } malformed)
        {
            return (null, malformed);
        }

        var open = others.Count(IsOpen);
        if (open >= OpenMax)
        {
            return (null, new(RefusalKind.Conflict, "TOO_MANY_ADJUSTMENTS", $"The payment has {open} adjustments that are neither paid nor withdrawn, and there can be {OpenMax}. Authorise or withdraw some first."));
        }

        return CheckLeft(payment, others, draft.Amount) is { } below ? (null, below) : (new Adjustment
        {
            Id = draft.Id,
            PaymentId = payment.Id,
            Period = payment.Period,
            ProviderId = payment.ProviderId,
            ClientId = payment.ClientId,
            ServiceCode = payment.ServiceCode,
            Amount = draft.Amount,
            Reason = Noted(draft.Reason)!,
            Author = draft.Author,
            CreatedAt = draft.At,
            StatusSince = draft.At,
        }, null);
    }

    /// <summary>What stands against an authorisation; null where it can be done.</summary>
    public static Refusal? CheckAuthorize(Adjustment adjustment, Caller caller)
    {
        if (caller.User == adjustment.Author)
        {
            return new(RefusalKind.Forbidden, "SAME_PERSON", "You have written this adjustment; somebody else must authorise it.");
        }

        return adjustment.Status == AdjustmentStatus.New
            ? null
            : new(RefusalKind.Conflict, "NOT_NEW", $"Only an adjustment that is New can be authorised; this one is {adjustment.Status}.");
    }

    /// <summary>What stands against a withdrawal; null where it can be done.</summary>
    /// <param name="adjustment">As it stands.</param>
    /// <param name="isHeld">Whether the export that has stamped it still holds it; false where none has.</param>
    public static Refusal? CheckWithdraw(Adjustment adjustment, bool isHeld)
    {
        if (adjustment.Status == AdjustmentStatus.Paid)
        {
            return new(RefusalKind.Conflict, "PAID", "The adjustment is paid; what is wrong is put right by another one of the opposite amount.");
        }

        if (adjustment.Status == AdjustmentStatus.Withdrawn)
        {
            return new(RefusalKind.Conflict, "WITHDRAWN", "The adjustment is withdrawn already.");
        }

        return isHeld
            ? new(RefusalKind.Conflict, "TAKEN_BY_EXPORT", $"Export {adjustment.ExportId} has taken the adjustment and pays it; what is wrong is put right by another one of the opposite amount.")
            : null;
    }

    /// <summary>Why a note or reason cannot be kept; null where it can.</summary>
    /// <param name="note">As it was written; null where nothing was.</param>
    /// <param name="field">What it is called.</param>
    public static Refusal? CheckNote(string? note, string field)
    {
        if (note?.Trim().Length > ReasonCharsMax)
        {
            return Invalid("TOO_LONG", field, $"The {field} has {note.Trim().Length} characters; at most {ReasonCharsMax} are kept.");
        }

        return note?.Any(character => char.IsControl(character) && character is not ('\n' or '\r')) == true
            ? Invalid("UNREADABLE", field, $"The {field} has control characters; write it without them.")
            : null;
    }

    /// <summary>A note as it is kept: without Social Security numbers; null where nothing was written.</summary>
    public static string? Noted(string? note) => string.IsNullOrWhiteSpace(note) ? null : Ssn.Mask(note.Trim());

    /// <summary>The adjustment authorised.</summary>
    public static Adjustment Authorized(Adjustment adjustment, Caller by, DateTimeOffset at)
        => Moved(adjustment, AdjustmentStatus.Authorized, at) with { AuthorizedBy = by.User };

    /// <summary>The adjustment withdrawn; the stamp of an export that does not hold goes with it.</summary>
    public static Adjustment Withdrawn(Adjustment adjustment, DateTimeOffset at)
        => Moved(adjustment, AdjustmentStatus.Withdrawn, at) with { ExportId = null };

    /// <summary>What a payment comes to at the least, however its adjustments go on.</summary>
    public static Money LeastOf(Money amount, IEnumerable<Adjustment> adjustments)
        => adjustments.Where(Counts).Aggregate(amount, (sum, adjustment) => sum + adjustment.Amount);

    /// <summary>Whether it may still come to be in the status, or is.</summary>
    public static bool MayBecome(AdjustmentStatus from, AdjustmentStatus to) => from == to || from switch
    {
        AdjustmentStatus.New => true,
        AdjustmentStatus.Authorized => to != AdjustmentStatus.New,
        _ => false,
    };

    private static Refusal? CheckForm(AdjustmentDraft draft)
    {
        if (draft.Amount == Money.Zero)
        {
            return Invalid("AMOUNT_ZERO", "amount", "An adjustment of 0.00 corrects nothing. Give the difference: above zero where the provider gets more, below where less.");
        }

        if (string.IsNullOrWhiteSpace(draft.Reason))
        {
            return Invalid("REASON_REQUIRED", "reason", "Say why the payment is corrected.");
        }

        return CheckNote(draft.Reason, "reason");
    }

    private static Refusal? CheckLeft(ProviderPayment payment, IReadOnlyCollection<Adjustment> others, Money amount)
    {
        var paid = payment.Amount ?? throw new InvalidOperationException($"Provider payment {payment.Id} is paid and has no amount.");
        var least = LeastOf(paid, others);
        if (amount > Money.Zero || least + amount >= Money.Zero)
        {
            return null;
        }

        var unpaid = others.Where(adjustment => IsOpen(adjustment) && !Counts(adjustment)).Aggregate(Money.Zero, (sum, adjustment) => sum + adjustment.Amount);
        var hint = unpaid == Money.Zero ? string.Empty : $" What is added but not paid yet ({unpaid}) does not count.";
        return Invalid("ADJUSTED_BELOW_ZERO", "amount", $"The payment was {paid} and its adjustments leave {least}; {amount} would bring it to {least + amount}, and it cannot fall below 0.00. At most {least} can be taken off.{hint}");
    }

    private static Refusal NotPaid(ProviderPayment payment) => new(
        RefusalKind.Conflict,
        "NOT_PAID",
        $"Only a payment that is Paid is corrected by an adjustment; this one is {payment.Status.DisplayName()}. " + payment.Status switch
        {
            ProviderPaymentStatus.New => "Correct its attendance sheet instead.",
            ProviderPaymentStatus.Authorized => "Put it on hold and correct its attendance sheet instead.",
            _ => "Correct its attendance sheet instead, before it is authorised.",
        });

    private static Adjustment Moved(Adjustment before, AdjustmentStatus to, DateTimeOffset at) => before.Status != to && MayBecome(before.Status, to)
        ? before with { Status = to, Version = before.Version + 1, StatusSince = at }
        : throw new InvalidOperationException($"Adjustment {before.Id} is {before.Status} and does not become {to}; nothing must be written.");

    private static bool Counts(Adjustment adjustment)
        => adjustment.Status == AdjustmentStatus.Paid || (IsOpen(adjustment) && adjustment.Amount < Money.Zero);

    private static bool IsOpen(Adjustment adjustment) => adjustment.Status is AdjustmentStatus.New or AdjustmentStatus.Authorized;

    private static Role? RoleOf(Caller caller) => ReviewRoles.Where(caller.Is).Select(role => (Role?)role).FirstOrDefault();

    private static Refusal Invalid(string code, string field, string message) => new(RefusalKind.Invalid, code, message) { Errors = [new(code, field, message)] };
}

/// <summary>An adjustment that is asked for.</summary>
/// <param name="Id">The id that it gets.</param>
/// <param name="Amount">The difference.</param>
/// <param name="Author">The user who writes it.</param>
public sealed record AdjustmentDraft(string Id, Money Amount, string Reason, string Author, DateTimeOffset At);
