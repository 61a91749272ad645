namespace Serverless.Payments.Approvals;

/// <param name="Next">What asks for the rest, or null where there is none. A page may hold fewer than asked for and still have a next one.</param>
public sealed record PaymentPage(IReadOnlyList<Payment> Items, string? Next);
