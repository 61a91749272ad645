using Serverless.Payments.Identity;

namespace Serverless.Payments.Approvals;

/// <summary>A request to make a payment.</summary>
/// <param name="PaymentId">The id that it will have.</param>
/// <param name="SubmissionId">What makes it itself; the payment's id derives from it.</param>
/// <param name="By">Who submits: a person, or <c>inbox</c> for a dropped file.</param>
/// <param name="Role">The role acted in.</param>
/// <param name="ResubmissionOf">The final payment that it replaces (UPI-2).</param>
public sealed record Submission(
    string PaymentId,
    string SubmissionId,
    PaymentFacts Facts,
    string By,
    Role Role,
    string? InvoiceNumber = null,
    string? ResubmissionOf = null);
