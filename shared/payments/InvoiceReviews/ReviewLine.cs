using Serverless.Payments.Approvals;
using Serverless.Payments.MassPayments;

namespace Serverless.Payments.InvoiceReviews;

/// <summary>A line of an invoice as the provider wrote it, and what the office should know about it.</summary>
/// <param name="N">Its place among the lines, from 1; the entry of the draft has the same number.</param>
/// <param name="Faults">Why it cannot be paid as it is.</param>
/// <param name="Notes">What is worth a look and keeps nothing from being paid.</param>
/// <param name="AidCode">Where the line names one; the mass payment's must be the same (KEES-2).</param>
public sealed record ReviewLine(
    int N,
    string CaseNumber,
    string ClientId,
    string NeedCategory,
    string NeedType,
    string Amount,
    string Begin,
    string End,
    IReadOnlyList<ValidationMessage> Faults,
    IReadOnlyList<ValidationMessage> Notes,
    string? AidCode = null)
{
    /// <summary>The line as an entry of a draft. Its box is not ticked, because ticking is the act by which Operations stand for an entry (KEES-5).</summary>
    public MassEntryTexts ToEntry() => new(CaseNumber, ClientId, NeedCategory, NeedType, Amount, Begin, End, Checked: false, AidCode);
}
