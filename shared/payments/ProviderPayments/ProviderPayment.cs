using Serverless.Payments.Amounts;
using Serverless.Payments.Identity;

namespace Serverless.Payments.ProviderPayments;

/// <summary>
/// What a provider is paid for the care of one child in one service period (CARE-2). The two statuses are independent axes;
/// which pairs exist, the rules of this folder say.
/// </summary>
public sealed record ProviderPayment
{
    public required string Id { get; init; }

    /// <summary>The service period, for example <c>2026-11</c>.</summary>
    public required string Period { get; init; }

    public required string ProviderId { get; init; }

    /// <summary>The child.</summary>
    public required string ClientId { get; init; }

    public required string ServiceCode { get; init; }

    /// <summary>What the enrolment provided for when the payment was generated, or generated again; a later enrolment of the child does not change it.</summary>
    public required CareTerms Terms { get; init; }

    public SubmissionStatus Submission { get; init; }

    public ProviderPaymentStatus Status { get; init; }

    /// <summary>Rises with every act that changes something.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Since when both statuses are what they are.</summary>
    public required DateTimeOffset StatusSince { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Which generation of the period has made it, from 1.</summary>
    public required int Generation { get; init; }

    /// <summary>The attendance sheet that stands; null where there is none yet.</summary>
    public SheetSeal? Sheet { get; init; }

    /// <summary>The parent's signature under the sheet that stands; null where it is not signed, or came on paper.</summary>
    public ParentSignature? Signature { get; init; }

    /// <summary>Who marked it as received by hand; null where the parent's signature did.</summary>
    public HandReceipt? Receipt { get; init; }

    /// <summary>The question of the last hold.</summary>
    public Remark? Question { get; init; }

    /// <summary>The answer to it; null while it is open.</summary>
    public Remark? Answer { get; init; }

    /// <summary>Calculated at the authorisation; null where it is not authorised.</summary>
    public Money? Amount { get; init; }

    /// <summary>Likewise.</summary>
    public Units? Units { get; init; }

    /// <summary>The version whose authorisation the calculation belongs to; null where it is not authorised.</summary>
    public int? CalculatedAt { get; init; }

    /// <summary>
    /// The export that has stamped it: while the stamp holds (<see cref="Exports.ExportStamps"/>), nothing but that export moves
    /// it (CARE-5). Of a payment that is not Paid it may be void.
    /// </summary>
    public string? ExportId { get; init; }
}

/// <summary>What was agreed on for the care that a payment is for.</summary>
/// <param name="From">The first day of the enrolment.</param>
/// <param name="To">The last day of it.</param>
/// <param name="ScheduledMinutes">Minutes of care a day; what a paid absence counts for.</param>
/// <param name="EnrollmentVersion">The enrolment's version that says so.</param>
public sealed record CareTerms(DateOnly From, DateOnly To, int ScheduledMinutes, int EnrollmentVersion);

/// <summary>Which attendance sheet stands.</summary>
/// <param name="Number">Sheets of a payment are counted from 1; none is ever overwritten.</param>
/// <param name="Hash">SHA-256 over the payment's id and the sheet's rows, in lower-case hex.</param>
/// <param name="Role">Provider, or operations where it came on paper or was corrected.</param>
public sealed record SheetSeal(int Number, string Hash, string By, Role Role, DateTimeOffset At);

/// <param name="Name">As the parent wrote it.</param>
/// <param name="By">The user who signed.</param>
/// <param name="SheetHash">Exactly what was signed.</param>
public sealed record ParentSignature(string Name, string By, DateTimeOffset At, string SheetHash);

/// <param name="Reason">Where a digital sheet was signed on paper: why.</param>
public sealed record HandReceipt(string By, DateTimeOffset At, string? Reason);

/// <summary>A question or an answer.</summary>
/// <param name="Role">For an answer: provider, or operations where it came by telephone or on paper.</param>
/// <param name="Version">The payment's version that came of it; tells it from every other one.</param>
public sealed record Remark(string Text, string By, Role Role, DateTimeOffset At, int Version);

/// <summary>One act on a payment, for its history.</summary>
/// <param name="From">Null for its generation.</param>
/// <param name="Action">Null for its generation, and where it was generated again and its terms changed.</param>
/// <param name="Note">The question, answer, reason, or the name under a signature.</param>
/// <param name="SheetHash">The sheet that stood after it.</param>
public sealed record ProviderPaymentMove(
    AttendanceAction? Action, StatusPair? From, StatusPair To, string By, Role Role, DateTimeOffset At, string? Note, string? SheetHash, Money? Amount, string? ExportId = null);

/// <summary>Where a payment stands on both axes.</summary>
public sealed record StatusPair(SubmissionStatus Submission, ProviderPaymentStatus Payment)
{
    public static StatusPair Of(ProviderPayment payment) => new(payment.Submission, payment.Status);
}
