namespace Serverless.Payments.Invoices;

/// <summary>A field of a line, as each format names it.</summary>
public sealed record InvoiceFileColumn(int Index, string CsvName, string JsonName, bool IsNumber = false)
{
    public static readonly InvoiceFileColumn InvoiceNumber = new(0, "invoice_number", "invoiceNumber");
    public static readonly InvoiceFileColumn ProviderId = new(1, "provider_id", "providerId");
    public static readonly InvoiceFileColumn ClientId = new(2, "client_id", "clientId");
    public static readonly InvoiceFileColumn ServiceCode = new(3, "service_code", "serviceCode");
    public static readonly InvoiceFileColumn ServiceFrom = new(4, "service_from", "serviceFrom");
    public static readonly InvoiceFileColumn ServiceTo = new(5, "service_to", "serviceTo");
    public static readonly InvoiceFileColumn Units = new(6, "units", "units", IsNumber: true);
    public static readonly InvoiceFileColumn Rate = new(7, "rate", "rate", IsNumber: true);
    public static readonly InvoiceFileColumn Amount = new(8, "amount", "amount", IsNumber: true);

    /// <summary>All of them, by their index.</summary>
    public static IReadOnlyList<InvoiceFileColumn> All { get; } =
        [InvoiceNumber, ProviderId, ClientId, ServiceCode, ServiceFrom, ServiceTo, Units, Rate, Amount];

    public string Name(InvoiceFormat format) => format == InvoiceFormat.Csv ? CsvName : JsonName;
}
