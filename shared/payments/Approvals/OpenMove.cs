using Serverless.Payments.Identity;

namespace Serverless.Payments.Approvals;

/// <summary>Something that somebody may do with a payment as it stands.</summary>
/// <param name="Role">In which role.</param>
/// <param name="OnBehalfOf">For whom, as a delegate or superior; null where for oneself.</param>
public sealed record OpenMove(PaymentAction Action, Role Role, string? OnBehalfOf);
