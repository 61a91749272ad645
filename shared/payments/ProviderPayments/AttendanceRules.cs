using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;

namespace Serverless.Payments.ProviderPayments;

/// <summary>What may be done to a provider payment, by whom, and what comes of it on both axes (CARE-1 to CARE-3).</summary>
/// <remarks>
/// A sheet may be changed until the payment is authorised, and on hold; what was submitted digitally must then be signed
/// again. The submission's axis stays New on paper. Nothing that waits for a parent can be authorised, whatever the payment's axis says.
/// </remarks>
public static class AttendanceRules
{
    /// <summary>Characters of a question, an answer or a reason.</summary>
    public const int TextCharsMax = 1_000;

    /// <summary>Characters of the name under a signature.</summary>
    public const int NameCharsMax = 100;

    /// <summary>The pairs of statuses that exist.</summary>
    public static bool Exists(StatusPair pair) => pair switch
    {
        { Payment: ProviderPaymentStatus.New } => pair.Submission != SubmissionStatus.Submitted,
        { Payment: ProviderPaymentStatus.Authorized or ProviderPaymentStatus.Paid } => pair.Submission != SubmissionStatus.ReadyForParent,
        _ => true,
    };

    /// <summary>The role in which the caller may do it to this payment; null where it is not the caller's to do.</summary>
    public static Role? RoleFor(Caller caller, ProviderPayment payment, AttendanceAction action) => action switch
    {
        AttendanceAction.Submit => caller.IsOfProvider(payment.ProviderId) ? Role.Provider : null,

        // A provider who does everything on paper may have nobody who signs in.
        AttendanceAction.Answer when caller.IsOfProvider(payment.ProviderId) => Role.Provider,
        AttendanceAction.Sign => caller.IsParentOf(payment.ClientId) ? Role.Parent : null,
        AttendanceAction.Pay => null,
        _ => caller.Is(Role.Operations) ? Role.Operations : null,
    };

    /// <summary>Whether the caller acts for the payment's provider or is a parent of the child, and so not for the agency, whatever other roles there are.</summary>
    public static bool IsParty(Caller caller, string providerId, string clientId)
        => caller.IsOfProvider(providerId) || caller.IsParentOf(clientId);

    /// <summary>Why the agency's acts are not for a party.</summary>
    public static Refusal Party { get; } = new(RefusalKind.Forbidden, "SAME_PERSON", "You act for this provider or are a parent of this child; somebody else at the agency must do this.");

    /// <summary>What stands against the act as the payment stands; null where it can be done.</summary>
    public static Refusal? Check(ProviderPayment payment, AttendanceAct act) => CheckPerson(payment, act) ?? act.Action switch
    {
        AttendanceAction.Submit or AttendanceAction.Enter => CheckSheet(payment),
        AttendanceAction.Sign => CheckSign(payment, act),
        AttendanceAction.Receive => CheckReceive(payment, act),
        AttendanceAction.Authorize => CheckAuthorize(payment),
        AttendanceAction.Hold => payment.Status is ProviderPaymentStatus.Received or ProviderPaymentStatus.Authorized
            ? null
            : Illegal("NOT_TO_HOLD", $"Only a payment that is Received or Authorized can be put on hold; this one is {payment.Status.DisplayName()}."),
        AttendanceAction.Answer => payment.Status == ProviderPaymentStatus.Hold
            ? null
            : Illegal("NO_QUESTION", "No question is open on this payment; there is nothing to answer."),
        _ => Illegal("EXPORT_ONLY", "A payment is paid by an export and by nothing else."),
    };

    /// <summary>The payment after an act that <see cref="Check"/> let pass; the same one where there is nothing to change.</summary>
    /// <param name="payment">As it stands.</param>
    /// <param name="act">What is done; an authorisation has its own rule (<see cref="AttendanceAuthorization"/>).</param>
    /// <param name="sheetHash">For a sheet: the hash of its rows.</param>
    /// <param name="at">When.</param>
    public static ProviderPayment Apply(ProviderPayment payment, AttendanceAct act, string? sheetHash, DateTimeOffset at)
    {
        var after = act.Action switch
        {
            AttendanceAction.Submit => WithSheet(payment, act, sheetHash!, SubmissionStatus.ReadyForParent, at),
            AttendanceAction.Enter => WithSheet(payment, act, sheetHash!, payment.Submission == SubmissionStatus.New ? SubmissionStatus.New : SubmissionStatus.ReadyForParent, at),
            AttendanceAction.Sign => payment with
            {
                Submission = SubmissionStatus.Submitted,
                Status = Back(payment.Status),
                Signature = new(act.Text!, act.By, at, payment.Sheet!.Hash),
            },
            AttendanceAction.Receive => payment with { Submission = SubmissionStatus.New, Status = Back(payment.Status), Receipt = new(act.By, at, act.Text) },
            AttendanceAction.Hold => payment with
            {
                Status = ProviderPaymentStatus.Hold,
                Question = new(act.Text!, act.By, act.Role, at, payment.Version + 1),
                Answer = null,
                Amount = null,
                Units = null,
                CalculatedAt = null,
            },
            AttendanceAction.Answer => payment with { Status = ProviderPaymentStatus.Received, Answer = new(act.Text!, act.By, act.Role, at, payment.Version + 1) },
            _ => throw new ArgumentException($"{act.Action} has a rule of its own.", nameof(act)),
        };
        return after == payment ? payment : Moved(payment, after, at);
    }

    /// <summary>The next version of a payment, in its new place.</summary>
    /// <exception cref="InvalidOperationException">No payment is ever so; nothing must be written.</exception>
    public static ProviderPayment Moved(ProviderPayment before, ProviderPayment after, DateTimeOffset at)
    {
        var moved = after with
        {
            Version = before.Version + 1,
            StatusSince = StatusPair.Of(before) == StatusPair.Of(after) ? before.StatusSince : at,
        };
        var isSigned = moved.Signature is { } signature && signature.SheetHash == moved.Sheet?.Hash;
        var isCalculated = moved.Amount is not null && moved.CalculatedAt is not null;
        return Exists(StatusPair.Of(moved))
            && isSigned == (moved.Submission == SubmissionStatus.Submitted)
            && isCalculated == (moved.Status is ProviderPaymentStatus.Authorized or ProviderPaymentStatus.Paid)
            ? moved
            : throw new InvalidOperationException($"Provider payment {before.Id} would become {moved.Submission.DisplayName()} and {moved.Status.DisplayName()}, with a signature that holds: {isSigned}, calculated: {isCalculated}.");
    }

    public static Refusal Stamped(string exportId)
        => Illegal("TAKEN_BY_EXPORT", $"Export {exportId} has taken the payment and pays it; what is wrong is put right by an adjustment.");

    /// <summary>Who has vouched for the attendance neither signs it nor authorises it as somebody else.</summary>
    private static Refusal? CheckPerson(ProviderPayment payment, AttendanceAct act)
    {
        var vouched = act.Action switch
        {
            AttendanceAction.Sign => act.By == payment.Sheet?.By,
            AttendanceAction.Authorize => (payment.Sheet is { Role: Role.Provider } sheet && act.By == sheet.By) || act.By == payment.Signature?.By || (payment.Answer is { Role: Role.Provider } answer && act.By == answer.By),
            _ => false,
        };
        return vouched
            ? new(RefusalKind.Forbidden, "SAME_PERSON", "You have submitted, signed or answered for this attendance; somebody else must do this.")
            : null;
    }

    private static Refusal? CheckSheet(ProviderPayment payment) => payment.Status switch
    {
        ProviderPaymentStatus.Authorized => Illegal("AUTHORIZED", "The payment is authorised; its sheet can be changed once the agency has put it on hold."),
        ProviderPaymentStatus.Paid => Illegal("PAID", "The payment is paid; what is wrong is put right by an adjustment."),
        _ => null,
    };

    private static Refusal? CheckSign(ProviderPayment payment, AttendanceAct act) => payment.Submission switch
    {
        SubmissionStatus.New => Illegal("NOTHING_TO_SIGN", "The provider has submitted no attendance sheet that you could sign."),
        SubmissionStatus.Submitted => Illegal("ALREADY_SIGNED", $"The sheet was signed by {payment.Signature?.Name}; it is signed once, unless it changes."),
        _ => act.SheetHash is { } seen && seen != payment.Sheet!.Hash
            ? Illegal("SHEET_CHANGED", "The sheet has changed since you saw it. Read it again, and sign what stands there now.")
            : null,
    };

    private static Refusal? CheckReceive(ProviderPayment payment, AttendanceAct act) => payment switch
    {
        { Status: ProviderPaymentStatus.Authorized or ProviderPaymentStatus.Paid } or { Submission: SubmissionStatus.Submitted } or { Submission: SubmissionStatus.New, Status: not ProviderPaymentStatus.New }
            => Illegal("ALREADY_RECEIVED", "The payment was received already."),
        { Sheet: null } => Illegal("NO_SHEET", "Enter the attendance sheet that came on paper first; then mark it received."),
        { Submission: SubmissionStatus.ReadyForParent } when act.Text is null
            => new(RefusalKind.Invalid, "REASON_REQUIRED", "The sheet was submitted digitally and waits for the parent. If the parent has signed it on paper, say in a reason why.")
            {
                Errors = [new("REASON_REQUIRED", "reason", "Say why the parent has signed on paper.")],
            },
        _ => null,
    };

    private static Refusal? CheckAuthorize(ProviderPayment payment) => payment switch
    {
        { Status: not ProviderPaymentStatus.Received }
            => Illegal("NOT_RECEIVED", $"Only a payment that is Received can be authorised; this one is {payment.Status.DisplayName()}."),
        { Submission: SubmissionStatus.ReadyForParent } => Illegal("NOT_SIGNED", "The sheet that stands waits for the parent's signature; it must be signed first."),
        _ => null,
    };

    private static ProviderPayment WithSheet(ProviderPayment payment, AttendanceAct act, string hash, SubmissionStatus submission, DateTimeOffset at)
    {
        // The same sheet again changes nothing, and a signature under it holds; but from paper it becomes a digital one.
        if (payment.Sheet?.Hash == hash && (payment.Submission != SubmissionStatus.New || submission == SubmissionStatus.New))
        {
            return payment;
        }

        return payment with
        {
            Submission = submission,
            Sheet = new((payment.Sheet?.Number ?? 0) + 1, hash, act.By, act.Role, at),
            Signature = null,
            Receipt = submission == SubmissionStatus.New ? payment.Receipt : null,
        };
    }

    /// <summary>What comes back to the agency is received; a question stays open until it is answered.</summary>
    private static ProviderPaymentStatus Back(ProviderPaymentStatus status) => status == ProviderPaymentStatus.New ? ProviderPaymentStatus.Received : status;

    private static Refusal Illegal(string code, string message) => new(RefusalKind.Conflict, code, message);
}
