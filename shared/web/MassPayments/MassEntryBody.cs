using Serverless.Payments.Approvals;
using Serverless.Payments.MassPayments;

namespace Serverless.Web.MassPayments;

/// <summary>An entry of a mass payment.</summary>
/// <param name="N">Its number on the page; in the address of a change.</param>
/// <param name="Amount">A number where it is one, else the text as it was given.</param>
/// <param name="Begin">ISO where it is a day, else the text as it was given.</param>
/// <param name="End">The same.</param>
/// <param name="Faults">What stands against it while the page is a draft: as it reads now, and what the last approval found where nothing was changed since.</param>
/// <param name="Name">The person's, where the client id is somebody's.</param>
/// <param name="AidCode">Where it names one of its own.</param>
/// <param name="NeedId">From the approval on, like the two others (KEES-7).</param>
public sealed record MassEntryBody(
    int N,
    string CaseNumber,
    string ClientId,
    string NeedCategory,
    string NeedType,
    EntryAmount Amount,
    string Begin,
    string End,
    bool Checked,
    IReadOnlyList<ValidationMessage> Faults,
    string? Name = null,
    string? AidCode = null,
    string? NeedId = null,
    string? ServiceArrangementId = null,
    string? PaymentRequestId = null)
{
    public static MassEntryBody Of(MassPayment page, MassEntry entry, IReadOnlyList<ValidationMessage> faults, string? name)
    {
        var isApproved = page.Status == MassPaymentStatus.Approved;
        return new(
            entry.N,
            entry.CaseNumber,
            entry.ClientId,
            entry.NeedCategory,
            entry.NeedType,
            new EntryAmount(entry.Amount),
            Day(entry.Begin),
            Day(entry.End),
            entry.Checked,
            faults,
            name,
            entry.AidCode,
            isApproved ? MassPaymentKeys.NeedId(page.Id, entry.N) : null,
            isApproved ? MassPaymentKeys.ArrangementId(page.Id, entry.N) : null,
            isApproved ? MassPaymentKeys.RequestId(page.Id, entry.N) : null);
    }

    /// <summary>ISO where it is a day, else as it was given.</summary>
    internal static string Day(string text) => EntryDate.TryRead(text, out var day) ? EntryDate.Write(day) : text;
}
