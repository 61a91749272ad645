using Serverless.Payments.Identity;

namespace Serverless.Payments.Approvals;

/// <summary>One entry of a payment's history (UPI-7).</summary>
/// <param name="From">Null for the submission.</param>
/// <param name="At">UTC.</param>
/// <param name="Reason">The note or reason given, or CAPS's.</param>
/// <param name="OnBehalfOf">Whom <paramref name="By"/> acted for; null where for oneself.</param>
/// <param name="Via">How it came, where not by somebody signed in: <c>link</c>.</param>
public sealed record PaymentMove(
    PaymentStatus? From,
    PaymentStatus To,
    string By,
    Role Role,
    DateTimeOffset At,
    string? Reason,
    IReadOnlyList<ValidationMessage> Validation,
    string? OnBehalfOf = null,
    string? Via = null);
