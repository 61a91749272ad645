using Serverless.Payments.Files;

namespace Serverless.Payments.Invoices;

/// <summary>What an invoice file holds, in the order of the file.</summary>
/// <param name="Lines">Empty where there are faults: such a file is rejected whole.</param>
/// <param name="Faults">Every fault of every line, by line; at most <see cref="InvoiceFile.FaultsMax"/> and one that says so.</param>
public sealed record InvoiceFileContent(IReadOnlyList<InvoiceLine> Lines, IReadOnlyList<FileFault> Faults);
