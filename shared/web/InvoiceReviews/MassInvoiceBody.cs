using System.Text.Json.Serialization;
using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Payments.InvoiceReviews;
using Serverless.Web.MassPayments;

namespace Serverless.Web.InvoiceReviews;

/// <summary>A provider's invoice for a mass payment (KEES-8).</summary>
/// <param name="ServiceId">Left out where the office must choose among several.</param>
/// <param name="AidCode">Left out where the provider named none; the office does when it verifies.</param>
/// <param name="Status">Received, Verified, Returned or Superseded.</param>
/// <param name="Version">Rises with every move; the ETag is the same number in quotes.</param>
/// <param name="ReceivedAs">The role in which it was sent: provider or office.</param>
/// <param name="LineCount">Lines of the file.</param>
/// <param name="FaultCount">What stands against them in all; with any the invoice cannot be verified.</param>
/// <param name="NoteCount">What is worth a look and stands against nothing.</param>
/// <param name="Reasons">Why it was returned; empty where it was not.</param>
/// <param name="Total">The sum of the lines; left out where one has a fault.</param>
/// <param name="MassPaymentId">Once it is verified: the draft that was filled from it.</param>
/// <param name="Supersedes">The invoice that it corrects.</param>
/// <param name="SupersededBy">The invoice that corrects it.</param>
/// <param name="Lines">In their order; left out in lists, in the answers to verify and return, and in the answer to a receipt of more than 500.</param>
public sealed record MassInvoiceBody(
    string Id,
    string ProviderId,
    string InvoiceNumber,
    ReviewStatus Status,
    int Version,
    DateTimeOffset StatusSince,
    DateTimeOffset ReceivedAt,
    string ReceivedBy,
    Role ReceivedAs,
    int LineCount,
    int FaultCount,
    int NoteCount,
    IReadOnlyList<string> Reasons,
    Money? Total = null,
    string? ServiceId = null,
    string? AidCode = null,
    string? MassPaymentId = null,
    string? Supersedes = null,
    string? SupersededBy = null,
    IReadOnlyList<MassInvoiceLine>? Lines = null)
{
    public static MassInvoiceBody Of(ReviewedInvoice invoice) => new(
        invoice.Id,
        invoice.ProviderId,
        invoice.InvoiceNumber,
        invoice.Status,
        invoice.Version,
        invoice.StatusSince,
        invoice.ReceivedAt,
        invoice.ReceivedBy,
        invoice.ReceivedAs,
        invoice.Lines,
        invoice.Faults,
        invoice.Notes,
        invoice.Reasons,
        invoice.Total,
        invoice.ServiceId,
        invoice.AidCode,
        invoice.MassPaymentId,
        invoice.Supersedes,
        invoice.SupersededBy);

    public static MassInvoiceBody Of(ReviewedInvoice invoice, IReadOnlyList<ReviewLine> lines)
        => Of(invoice) with { Lines = [.. lines.Select(MassInvoiceLine.Of)] };
}

/// <summary>A line of an invoice, as the provider wrote it.</summary>
/// <param name="N">Its place, from 1; the draft's entry has the same number.</param>
/// <param name="Amount">A number where it is one, else the text as it was given.</param>
/// <param name="Begin">ISO where it is a day, else the text as it was given.</param>
/// <param name="End">The same.</param>
/// <param name="Faults">Why it cannot be paid as it is.</param>
/// <param name="Notes">What is worth a look, such as a month that is not over.</param>
/// <param name="AidCode">Where it names one of its own.</param>
public sealed record MassInvoiceLine(
    int N,
    string CaseNumber,
    string ClientId,
    string NeedCategory,
    string NeedType,
    EntryAmount Amount,
    string Begin,
    string End,
    IReadOnlyList<ValidationMessage> Faults,
    IReadOnlyList<ValidationMessage> Notes,
    string? AidCode = null)
{
    public static MassInvoiceLine Of(ReviewLine line)
        => new(line.N, line.CaseNumber, line.ClientId, line.NeedCategory, line.NeedType, new EntryAmount(line.Amount), MassEntryBody.Day(line.Begin), MassEntryBody.Day(line.End), line.Faults, line.Notes, line.AidCode);
}

/// <summary>One move of an invoice.</summary>
/// <param name="From">Null for the receipt.</param>
/// <param name="Role">The role acted in.</param>
/// <param name="Reasons">Why it was returned; empty for any other move.</param>
public sealed record MassInvoiceMove(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] ReviewStatus? From,
    ReviewStatus To,
    string By,
    Role Role,
    DateTimeOffset At,
    IReadOnlyList<string> Reasons)
{
    public static MassInvoiceMove Of(ReviewMove move) => new(move.From, move.To, move.By, move.Role, move.At, move.Reasons);
}

/// <param name="Next">To be sent as <c>after</c> for the rest; null where there is none.</param>
public sealed record MassInvoiceList(IReadOnlyList<MassInvoiceBody> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);
