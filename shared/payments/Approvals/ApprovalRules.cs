using Serverless.Payments.Directory;
using Serverless.Payments.Identity;

namespace Serverless.Payments.Approvals;

/// <summary>The decisions of the chain as functions: what a request means for a payment, or why it is refused (UPI-1, UPI-6, UPI-7).</summary>
public static class ApprovalRules
{
    /// <summary>The characters that a note or reason may have.</summary>
    public const int NoteCharsMax = 2_000;

    /// <summary>Who may do what, apart from the validation; null where nothing stands against it.</summary>
    public static Refusal? Check(Payment payment, Decision decision, Client? client)
    {
        if (LegalMoves.Find(payment.Status, decision.Action) is not { } move)
        {
            return new(RefusalKind.Conflict, "ILLEGAL_MOVE", $"{decision.Action} is not possible in the status {payment.Status.DisplayName()}.");
        }

        if (decision.Version != payment.Version || decision.Stage != payment.Status)
        {
            return new(RefusalKind.Conflict, "MOVED_MEANWHILE", $"The payment moved meanwhile and is now in {payment.Status.DisplayName()}, version {payment.Version}. Read it again.");
        }

        return CheckPerson(payment, decision, client, move)
            ?? CheckDeletion(payment, decision)
            ?? CheckNote(decision)
            ?? CheckRun(payment, decision)
            ?? (decision.Correction is { } correction ? PaymentFactsForm.CheckSameParties(payment.Facts, correction) : null);
    }

    /// <summary>
    /// The payment after the decision. The caller has found nothing against it in <see cref="Check"/>, and hands
    /// in what the validation found where the move validates.
    /// </summary>
    public static (Payment Payment, PaymentMove Move)? Apply(Payment payment, Decision decision, IReadOnlyList<ValidationMessage> validation, DateTimeOffset now)
    {
        var legal = LegalMoves.Find(payment.Status, decision.Action)
            ?? throw new InvalidOperationException($"{decision.Action} in {payment.Status} was not checked.");
        PaymentStatus to;
        if (validation.Count == 0)
        {
            to = legal.To;
        }
        else if (legal.OnFailure is { } failed)
        {
            to = failed;
        }
        else
        {
            return null;
        }

        var moved = payment with
        {
            Facts = decision.Correction ?? payment.Facts,
            Status = to,
            Version = payment.Version + 1,
            StatusSince = now,
            // In Review the support coordinator still needs to see what put the payment in Error.
            Validation = to == PaymentStatus.Review ? payment.Validation : validation,
            Acts = [.. payment.Acts, new Payment.Act(decision.By, decision.Role)],
            Attempt = to == PaymentStatus.SubmittedToCaps ? payment.Attempt + 1 : payment.Attempt,
            RunId = null,
        };
        return (moved, new PaymentMove(payment.Status, to, decision.By, decision.Role, now, decision.Note, validation));
    }

    /// <summary>What a failed validation answers where the status stays.</summary>
    public static Refusal ValidationFailed(IReadOnlyList<ValidationMessage> validation) =>
        new(RefusalKind.Invalid, "VALIDATION_FAILED", "The payment fails validation and stays where it is.") { Errors = validation };

    private static Refusal? CheckPerson(Payment payment, Decision decision, Client? client, LegalMove move)
    {
        if (decision.Role != move.Role)
        {
            return new(RefusalKind.Forbidden, "WRONG_ROLE", $"In the status {payment.Status.DisplayName()} this is for the {Name(move.Role)}, not for the {Name(decision.Role)}.");
        }

        if (decision.Role == Role.Coordinator && client?.Coordinator != decision.By)
        {
            return new(RefusalKind.Forbidden, "NOT_ASSIGNED", "Only the support coordinator assigned to the client may decide.");
        }

        if (decision.Role is not (Role.Coordinator or Role.Technician or Role.Ofo))
        {
            return null;
        }

        // Segregation of duties: the submitter decides nothing, and nobody decides at two stages.
        if (payment.SubmittedBy == decision.By || payment.Acts.Any(act => act.By == decision.By && act.Role != decision.Role))
        {
            return new(RefusalKind.Forbidden, "SEGREGATION", "You have acted on this payment in another role; somebody else must decide now.");
        }

        return null;
    }

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
