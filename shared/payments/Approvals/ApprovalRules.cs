using Serverless.Payments.Approvals.Policies;
using Serverless.Payments.Approvals.StandIns;
using Serverless.Payments.Identity;

namespace Serverless.Payments.Approvals;

/// <summary>The decisions of the chain as functions: what a request means for a payment, or why it is refused (UPI-1, UPI-6, UPI-7).</summary>
public static class ApprovalRules
{
    /// <summary>The characters that a note or reason may have.</summary>
    public const int NoteCharsMax = 2_000;

    /// <summary>Who may do what, apart from the validation; null where nothing stands against it.</summary>
    public static Refusal? Check(Payment payment, Decision decision, DecisionBasis basis)
    {
        if (LegalMoves.Find(payment.Status, decision.Action) is not { } move)
        {
            return new(RefusalKind.Conflict, "ILLEGAL_MOVE", $"{decision.Action} is not possible in the status {payment.Status.DisplayName()}.");
        }

        if (decision.Version != payment.Version || decision.Stage != payment.Status)
        {
            return new(RefusalKind.Conflict, "MOVED_MEANWHILE", $"The payment moved meanwhile and is now in {payment.Status.DisplayName()}, version {payment.Version}. Read it again.");
        }

        return CheckPerson(payment, decision, basis, move)
            ?? CheckDeletion(payment, decision)
            ?? CheckNote(decision)
            ?? CheckRun(payment, decision)
            ?? (decision.Correction is { } correction ? PaymentFactsForm.CheckSameParties(payment.Facts, correction) : null);
    }

    /// <summary>
    /// The payment after the decision. The caller has found nothing against it in <see cref="Check"/>, and hands
    /// in what the validation found where the move validates.
    /// </summary>
    public static (Payment Payment, PaymentMove Move)? Apply(Payment payment, Decision decision, IReadOnlyList<ValidationMessage> validation, DateTimeOffset now, DecisionBasis basis)
    {
        var legal = LegalMoves.Find(payment.Status, decision.Action)
            ?? throw new InvalidOperationException($"{decision.Action} in {payment.Status} was not checked.");
        PaymentStatus to;
        if (validation.Count == 0)
        {
            // Where two approve, the first approval keeps the status.
            to = legal.MayTakeTwo && payment.StageApprovals.Count + 1 < payment.ApprovalsNeeded ? payment.Status : legal.To;
        }
        else if (legal.OnFailure is { } failed)
        {
            to = failed;
        }
        else
        {
            return null;
        }

        var act = new Payment.Act(decision.By, decision.Role, decision.OnBehalfOf);
        var moved = payment with
        {
            Facts = decision.Correction ?? payment.Facts,
            Status = to,
            Version = payment.Version + 1,
            StatusSince = now,
            // In Review the support coordinator still needs to see what put the payment in Error.
            Validation = to == PaymentStatus.Review ? payment.Validation : validation,
            Acts = [.. payment.Acts, act],
            Attempt = to == PaymentStatus.SubmittedToCaps ? payment.Attempt + 1 : payment.Attempt,
            RunId = null,
        };
        moved = to == payment.Status
            ? moved with { StageApprovals = [.. payment.StageApprovals, act] }
            : Entered(moved, basis.Policy);
        return (moved, new PaymentMove(payment.Status, to, decision.By, decision.Role, now, decision.Note, validation, decision.OnBehalfOf, decision.Via));
    }

    /// <summary>The payment under the policy that holds for the stage that it has just entered.</summary>
    public static Payment Entered(Payment payment, ApprovalPolicy policy)
    {
        var takesTwo = LegalMoves.Find(payment.Status, PaymentAction.Approve) is { MayTakeTwo: true } && policy.SecondApprovalAbove is { } above && payment.Facts.Amount > above;
        return payment with { PolicyVersion = policy.Version, ApprovalsNeeded = takesTwo ? 2 : 1, StageApprovals = [] };
    }

    /// <summary>The role of approvers whose turn it is in a status; null where it is nobody's, or the provider's.</summary>
    public static Role? RoleAwaited(PaymentStatus status) => status switch
    {
        PaymentStatus.WaitingScApproval or PaymentStatus.Review => Role.Coordinator,
        PaymentStatus.WaitingDspdApproval => Role.Technician,
        PaymentStatus.HeldByCaps => Role.Ofo,
        _ => null,
    };

    /// <summary>The roles of approvers who may do something in a status, whoever's turn it is.</summary>
    public static IReadOnlyList<Role> RolesDeciding(PaymentStatus status)
        => [.. LegalMoves.All.Where(move => move.From == status && IsApprover(move.Role)).Select(move => move.Role).Distinct()];

    /// <summary>
    /// Whether segregation of duties lets the user decide in the role (UPI-7): the submitter decides nothing, nobody decides at two
    /// stages, and nobody approves twice in one. Who was acted for counts like who acted.
    /// </summary>
    public static bool IsClean(Payment payment, string user, Role role)
        => payment.SubmittedBy != user
            && !payment.Acts.Any(act => act.IsOf(user) && act.Role != role)
            && !payment.StageApprovals.Any(act => act.IsOf(user));

    /// <summary>What a failed validation answers where the status stays.</summary>
    public static Refusal ValidationFailed(IReadOnlyList<ValidationMessage> validation) =>
        new(RefusalKind.Invalid, "VALIDATION_FAILED", "The payment fails validation and stays where it is.") { Errors = validation };

    private static Refusal? CheckPerson(Payment payment, Decision decision, DecisionBasis basis, LegalMove move)
    {
        if (decision.Role != move.Role)
        {
            return new(RefusalKind.Forbidden, "WRONG_ROLE", $"In the status {payment.Status.DisplayName()} this is for the {Name(move.Role)}, not for the {Name(decision.Role)}.");
        }

        if (CheckStanding(decision, basis) is { } refusal)
        {
            return refusal;
        }

        if (!IsApprover(decision.Role))
        {
            return null;
        }

        if (!IsClean(payment, decision.By, decision.Role))
        {
            return new(RefusalKind.Forbidden, "SEGREGATION", "You have acted on this payment in another role or approved it already; somebody else must decide now.");
        }

        if (basis.StandIn is { IsParty: true })
        {
            return new(RefusalKind.Forbidden, "SEGREGATION", "You take part in what is paid for here, so you decide on it for nobody.");
        }

        return decision.OnBehalfOf is { } principal && !IsClean(payment, principal, decision.Role)
            ? new(RefusalKind.Forbidden, "SEGREGATION", $"{principal} has acted on this payment in another role or approved it already, so nobody decides on it for {principal}.")
            : null;
    }

    /// <summary>Whether the person decides here for themselves, or is entitled to act for who does.</summary>
    private static Refusal? CheckStanding(Decision decision, DecisionBasis basis)
    {
        var assignee = decision.OnBehalfOf ?? decision.By;
        if (decision.Role == Role.Coordinator && basis.Client?.Coordinator != assignee)
        {
            return new(RefusalKind.Forbidden, "NOT_ASSIGNED", "Only the support coordinator assigned to the client may decide.");
        }

        if (decision.OnBehalfOf is not { } principal)
        {
            return null;
        }

        return IsApprover(decision.Role) && basis.StandIn is { IsForRole: true, IsEntitled: true }
            ? null
            : new(RefusalKind.Forbidden, "NOT_ASSIGNED", $"You do not act for {principal} here: no delegation is in force, and this was not escalated to you.");
    }

    private static bool IsApprover(Role role) => role is Role.Coordinator or Role.Technician or Role.Ofo;

    /// <summary>A payment that waits again after an approval is no longer the provider's alone to take back (UPI-1, until the first approval).</summary>
    private static Refusal? CheckDeletion(Payment payment, Decision decision)
        => decision.Action == PaymentAction.Delete && payment.Status == PaymentStatus.WaitingScApproval && payment.Acts.Any(act => act.Role == Role.Coordinator)
            ? new(RefusalKind.Conflict, "APPROVED_BEFORE", "The payment was approved before, so it cannot be deleted while it waits.")
            : null;

    private static Refusal? CheckNote(Decision decision)
    {
        if (decision.Note?.Length > NoteCharsMax)
        {
            return Invalid("TOO_LONG", NoteField(decision.Action), $"A note has at most {NoteCharsMax} characters.");
        }

        var needed = decision.Action is PaymentAction.Deny or PaymentAction.Review or PaymentAction.Hold;
        return needed && string.IsNullOrWhiteSpace(decision.Note)
            ? Invalid("REQUIRED", NoteField(decision.Action), $"Say why: {NoteField(decision.Action)} must not be empty.")
            : null;
    }

    private static Refusal? CheckRun(Payment payment, Decision decision)
    {
        var isAnswer = decision.Role == Role.Caps;
        if (payment.RunId is not null && !isAnswer)
        {
            return new(RefusalKind.Conflict, "TAKEN_BY_RUN", $"Run {payment.RunId} has taken the payment; wait until CAPS has answered.");
        }

        return payment.RunId is null && isAnswer
            ? new(RefusalKind.Conflict, "NOT_IN_RUN", "No run has taken the payment, so CAPS has nothing to answer.")
            : null;
    }

    private static Refusal Invalid(string code, string field, string message) =>
        new(RefusalKind.Invalid, code, message) { Errors = [new ValidationMessage(code, field, message)] };

    private static string NoteField(PaymentAction action) => action is PaymentAction.Deny or PaymentAction.Hold ? "reason" : "note";

    private static string Name(Role role) => role switch
    {
        Role.Coordinator => "support coordinator",
        Role.Technician => "DSPD payment technician",
        Role.Ofo => "Office of Fiscal Operations",
        Role.Caps => "payment system",
        _ => role.ToString().ToLowerInvariant(),
    };
}
