using Serverless.Payments.Files;

namespace Serverless.Payments.Invoices;

/// <summary>The fields of an invoice file's lines.</summary>
internal static class InvoiceFileColumns
{
    public static readonly FileColumn InvoiceNumber = new("invoice_number", "invoiceNumber");
    public static readonly FileColumn ProviderId = new("provider_id", "providerId");
    public static readonly FileColumn ClientId = new("client_id", "clientId");
    public static readonly FileColumn ServiceCode = new("service_code", "serviceCode");
    public static readonly FileColumn ServiceFrom = new("service_from", "serviceFrom");
    public static readonly FileColumn ServiceTo = new("service_to", "serviceTo");
    public static readonly FileColumn Units = new("units", "units", FileColumnKind.Number);
    public static readonly FileColumn Rate = new("rate", "rate", FileColumnKind.Number);
    public static readonly FileColumn Amount = new("amount", "amount", FileColumnKind.Number);

    public static IReadOnlyList<FileColumn> All { get; } =
        [InvoiceNumber, ProviderId, ClientId, ServiceCode, ServiceFrom, ServiceTo, Units, Rate, Amount];
}
