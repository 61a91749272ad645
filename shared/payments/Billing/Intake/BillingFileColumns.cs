using Serverless.Payments.Files;

namespace Serverless.Payments.Billing.Intake;

/// <summary>The fields of the lines of a file of billing invoices.</summary>
internal static class BillingFileColumns
{
    public static readonly FileColumn InvoiceNumber = new("invoice_number", "invoiceNumber");
    public static readonly FileColumn Payer = new("payer", "payer");
    public static readonly FileColumn ClientId = new("client_id", "clientId");
    public static readonly FileColumn Location = new("location", "location", isOptional: true);
    public static readonly FileColumn ServiceDate = new("service_date", "serviceDate");
    public static readonly FileColumn Description = new("description", "description", isOptional: true);
    public static readonly FileColumn Billed = new("billed", "billed", FileColumnKind.Number);

    public static IReadOnlyList<FileColumn> All { get; } = [InvoiceNumber, Payer, ClientId, Location, ServiceDate, Description, Billed];
}
