namespace Serverless.Payments.Invoices;

/// <summary>How an invoice file is written.</summary>
public enum InvoiceFormat
{
    Csv,
    Json,
}

public static class InvoiceFormats
{
    /// <summary>By the end of the name, in any case; null where it is neither <c>.csv</c> nor <c>.json</c>.</summary>
    public static InvoiceFormat? FromFileName(string name) => Path.GetExtension(name).ToUpperInvariant() switch
    {
        ".CSV" => InvoiceFormat.Csv,
        ".JSON" => InvoiceFormat.Json,
        _ => null,
    };

    /// <summary>By the media type, whatever its parameters; null where it is neither <c>text/csv</c> nor <c>application/json</c>.</summary>
    public static InvoiceFormat? FromContentType(string? contentType) => contentType?.Split(';')[0].Trim().ToUpperInvariant() switch
    {
        "TEXT/CSV" => InvoiceFormat.Csv,
        "APPLICATION/JSON" => InvoiceFormat.Json,
        _ => null,
    };
}
