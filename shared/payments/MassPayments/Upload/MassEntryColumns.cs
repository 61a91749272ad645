using Serverless.Payments.Files;

namespace Serverless.Payments.MassPayments.Upload;

/// <summary>The fields of a file of entries (KEES-9), and of one that a provider sends as its invoice (KEES-8).</summary>
internal static class MassEntryColumns
{
    public static readonly FileColumn InvoiceNumber = new("invoice_number", "invoiceNumber");
    public static readonly FileColumn CaseNumber = new("case_number", "caseNumber");
    public static readonly FileColumn ClientId = new("client_id", "clientId");
    public static readonly FileColumn NeedCategory = new("need_category", "needCategory");
    public static readonly FileColumn NeedType = new("need_type", "needType");
    public static readonly FileColumn Amount = new("amount", "amount", FileColumnKind.NumberOrText);
    public static readonly FileColumn Begin = new("begin", "begin");
    public static readonly FileColumn End = new("end", "end");

    /// <summary>Where a line names an aid code of its own; one that is not the page's stands against the entry (KEES-2).</summary>
    public static readonly FileColumn AidCode = new("aid_code", "aidCode", isOptional: true);

    /// <summary>Every entry of a file is ticked; whoever sends what the API answered may leave it in.</summary>
    public static readonly FileColumn Checked = new("checked", "checked", FileColumnKind.Truth, isOptional: true);

    /// <summary>What an upload must and may have.</summary>
    public static IReadOnlyList<FileColumn> OfUpload { get; } = [CaseNumber, ClientId, NeedCategory, NeedType, Amount, Begin, End, AidCode, Checked];

    /// <summary>What an invoice must and may have.</summary>
    public static IReadOnlyList<FileColumn> OfInvoice { get; } = [InvoiceNumber, .. OfUpload];
}
