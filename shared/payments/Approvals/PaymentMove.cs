using Serverless.Payments.Identity;

namespace Serverless.Payments.Approvals;

/// <summary>One entry of a payment's history (UPI-7).</summary>
/// <param name="From">Null for the submission.</param>
/// <param name="At">UTC.</param>
/// <param name="Reason">The note or reason given, or CAPS's.</param>
public sealed record PaymentMove(
    PaymentStatus? From,
    PaymentStatus To,
    string By,
    Role Role,
    DateTimeOffset At,
    string? Reason,
    IReadOnlyList<ValidationMessage> Validation);
