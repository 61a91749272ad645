using System.Globalization;
using System.Text;
using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Files;
using Serverless.Payments.Invoices;

namespace Serverless.Payments.Tests.Invoices;

/// <summary>Invoice files written for the tests, by hand and not by the code under test.</summary>
internal static class InvoiceFileSamples
{
    public const string Header = "invoice_number,provider_id,client_id,service_code,service_from,service_to,units,rate,amount";

    public const string Line = "INV-1,P-100,1000000001,SLN,2026-11-02,2026-11-06,10,25.00,250.00";

    public const string JsonLine = """
        {"invoiceNumber":"INV-1","providerId":"P-100","clientId":"1000000001","serviceCode":"SLN","serviceFrom":"2026-11-02","serviceTo":"2026-11-06","units":10,"rate":25.00,"amount":250.00}
        """;

    public static PaymentFacts Facts { get; } = new(
        "P-100", "1000000001", "SLN", Units.Of(10), Money.Of(25), Money.Of(250), new DateOnly(2026, 11, 2), new DateOnly(2026, 11, 6));

    public static InvoiceFileContent ReadCsv(string text) => InvoiceFile.Read(Encoding.UTF8.GetBytes(text), FileFormat.Csv);

    public static InvoiceFileContent ReadJson(string text) => InvoiceFile.Read(Encoding.UTF8.GetBytes(text), FileFormat.Json);

    /// <summary>The faults as <c>line field CODE</c>, in order.</summary>
    public static string Summary(InvoiceFileContent content)
        => string.Join("; ", content.Faults.Select(fault => $"{fault.Line} {fault.Field} {fault.Code}"));

    public static string WriteCsv(IEnumerable<InvoiceLine> lines, IReadOnlyList<string> columns, string lineEnd)
        => string.Concat(lines.Select(line => string.Join(',', columns.Select(column => Quoted(Value(line, column)))) + lineEnd)
            .Prepend(string.Join(',', columns) + lineEnd));

    public static string WriteJson(IEnumerable<InvoiceLine> lines)
        => $"[{string.Join(',', lines.Select(line => System.Text.Json.JsonSerializer.Serialize(new
        {
            invoiceNumber = line.InvoiceNumber,
            providerId = line.Facts.ProviderId,
            clientId = line.Facts.ClientId,
            serviceCode = line.Facts.ServiceCode,
            serviceFrom = line.Facts.ServiceFrom,
            serviceTo = line.Facts.ServiceTo,
            units = line.Facts.Units,
            rate = line.Facts.Rate,
            amount = line.Facts.Amount,
        })))}]";

    private static string Value(InvoiceLine line, string column) => column switch
    {
        "invoice_number" => line.InvoiceNumber,
        "provider_id" => line.Facts.ProviderId,
        "client_id" => line.Facts.ClientId,
        "service_code" => line.Facts.ServiceCode,
        "service_from" => line.Facts.ServiceFrom.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        "service_to" => line.Facts.ServiceTo.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        "units" => line.Facts.Units.ToString(),
        "rate" => line.Facts.Rate.ToString(),
        _ => line.Facts.Amount.ToString(),
    };

    private static string Quoted(string value)
        => value.AsSpan().ContainsAny(",\"") ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;
}
