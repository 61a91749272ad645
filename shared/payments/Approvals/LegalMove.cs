using Serverless.Payments.Identity;

namespace Serverless.Payments.Approvals;

/// <param name="Role">Who may ask for it.</param>
/// <param name="To">Where it leads.</param>
public sealed record LegalMove(PaymentStatus From, PaymentAction Action, Role Role, PaymentStatus To)
{
    /// <summary>Whether the validation of UPI-3 runs before it.</summary>
    public bool Validates { get; init; }

    /// <summary>Whether policy may ask for two of them; the first then keeps the status (UPI-7).</summary>
    public bool MayTakeTwo { get; init; }

    /// <summary>Where a failed validation leads; null where the status stays and the request is refused (422).</summary>
    public PaymentStatus? OnFailure { get; init; }
}
