using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;

namespace Serverless.Payments.InvoiceReviews;

/// <summary>What may be done with an invoice, by whom and when (KEES-8).</summary>
public static class InvoiceReviewRules
{
    /// <summary>Reasons of one return.</summary>
    public const int ReasonsMax = 20;

    /// <summary>Characters of one reason.</summary>
    public const int ReasonCharsMax = 500;

    /// <summary>Faults of lines that one refusal lists.</summary>
    public const int FaultsListedMax = 1_000;

    /// <summary>Providers see their own, staff all. To others there is none.</summary>
    public static bool IsVisible(Caller caller, ReviewedInvoice invoice)
        => caller.IsStaff || (caller.Is(Role.Provider) && caller.ProviderId == invoice.ProviderId);

    /// <summary>In which role the caller may do it; null where in none.</summary>
    public static Role? RoleFor(Caller caller, ReviewedInvoice invoice, ReviewAction action) => action switch
    {
        ReviewAction.Verify or ReviewAction.Return => caller.Is(Role.Office) ? Role.Office : null,
        _ when caller.Is(Role.Provider) && caller.ProviderId == invoice.ProviderId => Role.Provider,

        // A provider that leaves its invoices to the office may have nobody who signs in.
        _ => caller.Is(Role.Office) && invoice.ReceivedAs == Role.Office ? Role.Office : null,
    };

    /// <summary>What stands against doing it now.</summary>
    /// <param name="invoice">As it stands.</param>
    /// <param name="action">What is asked.</param>
    /// <param name="decisionId">By which decision; the one that has begun to verify goes on.</param>
    public static Refusal? CheckStatus(ReviewedInvoice invoice, ReviewAction action, string decisionId)
    {
        var wanted = action == ReviewAction.Correct ? ReviewStatus.Returned : ReviewStatus.Received;
        if (invoice.Status != wanted)
        {
            return new(RefusalKind.Conflict, "WRONG_STATUS", invoice.Status switch
            {
                ReviewStatus.Received => "The invoice waits for the local office; only one that was returned can be corrected.",
                ReviewStatus.Verified => $"The invoice was verified; the mass payment {invoice.MassPaymentId} was filled from it.",
                ReviewStatus.Returned => "The invoice was returned; it waits for the provider's corrected invoice.",
                _ => $"The invoice was superseded by {invoice.SupersededBy}.",
            });
        }

        return invoice.Verification is { } begun && begun.DecisionId != decisionId
            ? new(RefusalKind.Conflict, "BEING_VERIFIED", "Somebody else's verification of the invoice is under way.")
            : null;
    }

    /// <summary>What is wrong with the reasons of a return.</summary>
    public static Refusal? CheckReasons(IReadOnlyList<string> reasons)
        => reasons.Count is >= 1 and <= ReasonsMax && reasons.All(reason => !string.IsNullOrWhiteSpace(reason) && reason.Length <= ReasonCharsMax)
            ? null
            : new(RefusalKind.Invalid, "REASONS_REQUIRED", $"Say in 1 to {ReasonsMax} reasons, of up to {ReasonCharsMax} characters each, what the provider must correct.");

    public static Refusal Duplicate(string invoiceId)
        => new(RefusalKind.Conflict, "DUPLICATE_INVOICE", $"The provider's invoice of this number was received as {invoiceId}, which is not superseded. If it was returned, send the corrected one there.");

    /// <summary>The faults of the lines, by line, under the aid code that is to hold for all of them (KEES-2); beyond <see cref="FaultsListedMax"/> their number alone.</summary>
    public static Refusal? CheckLines(IReadOnlyList<ReviewLine> lines, string aidCode)
    {
        var faults = lines
            .SelectMany(line => FaultsOf(line, aidCode).Select(fault => new ValidationMessage(fault.Code, $"lines[{line.N}].{fault.Field}", $"Line {line.N}: {fault.Message}")))
            .ToList();
        if (faults.Count == 0)
        {
            return null;
        }

        var unlisted = faults.Count > FaultsListedMax ? $" {faults.Count - FaultsListedMax} of them are not listed here; the invoice shows each with its line." : "";
        return new(RefusalKind.Invalid, "LINES_AT_FAULT", $"{faults.Count} faults stand against the lines; what cannot be paid cannot be verified. Return the invoice to the provider.{unlisted}")
        {
            Errors = [.. faults.Take(FaultsListedMax)],
        };
    }

    private static IEnumerable<ValidationMessage> FaultsOf(ReviewLine line, string aidCode)
        => line.AidCode is { } own && own != aidCode
            ? line.Faults.Append(new("SECOND_AID_CODE", "aidCode", $"It names the aid code {own}, and the invoice is verified for {aidCode}, which holds for every line."))
            : line.Faults;
}
