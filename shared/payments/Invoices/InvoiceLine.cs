using Serverless.Payments.Approvals;

namespace Serverless.Payments.Invoices;

/// <summary>A readable line of an invoice file: one payment.</summary>
/// <param name="Line">Where it stands: the line of the CSV file (the header is line 1), or the index in the JSON list, from 1.</param>
public sealed record InvoiceLine(int Line, string InvoiceNumber, PaymentFacts Facts);
