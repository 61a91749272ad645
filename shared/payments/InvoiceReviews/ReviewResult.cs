using Serverless.Payments.Approvals;
using Serverless.Payments.Files;

namespace Serverless.Payments.InvoiceReviews;

/// <summary>What a command led to: an invoice, a refusal, or a promise where it took too long.</summary>
/// <param name="Invoice">The invoice as it is now; for a correction, the corrected one.</param>
/// <param name="Refusal">Why nothing changed.</param>
/// <param name="PendingInvoiceId">Set where the outcome is still to come: the invoice that the decision is on.</param>
/// <param name="PendingDecisionId">The stored decision to read it from.</param>
public sealed record ReviewResult(ReviewedInvoice? Invoice, Refusal? Refusal = null, string? PendingInvoiceId = null, string? PendingDecisionId = null)
{
    /// <summary>Why a file could not be read, by line and field.</summary>
    public IReadOnlyList<FileFault> FileFaults { get; init; } = [];

    public static ReviewResult Done(ReviewedInvoice invoice) => new(invoice);

    public static ReviewResult Refused(Refusal refusal) => new(null, refusal);

    public static ReviewResult Unreadable(IReadOnlyList<FileFault> faults)
        => new(null, new(RefusalKind.Invalid, "FILE_REJECTED", $"The file has {faults.Count} faults and was refused whole; nothing was created. Correct them and send it again.")) { FileFaults = faults };

    public static ReviewResult Accepted(ReviewDecision decision) => new(null, null, decision.InvoiceId, decision.Id);
}
