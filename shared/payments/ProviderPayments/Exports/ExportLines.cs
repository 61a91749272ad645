using System.Text;
using Serverless.Payments.Files;
using Serverless.Payments.ProviderPayments.Lists;

namespace Serverless.Payments.ProviderPayments.Exports;

/// <summary>How what an export has taken is written into its file: CSV in UTF-8, a line for each item.</summary>
internal static class ExportLines
{
    public const string Header = "kind,id,corrects,period,provider_id,provider_name,client_id,child_name,service_code,units,rate,amount";

    /// <summary>More than any line has: two names, of at most three bytes for each character, the ids, and the numbers.</summary>
    public const int BytesMax = 3 * 1024;

    private const string LineEnd = "\r\n";

    /// <summary>Free text is neutralised where a spreadsheet would calculate it; amounts are numbers, negative ones too.</summary>
    public static string Of(ExportItem item) => string.Join(',',
        item.Kind == ListedKind.Adjustment ? "adjustment" : "payment",
        CsvField.Text(item.Id),
        CsvField.Text(item.Corrects ?? ""),
        CsvField.Text(item.Period),
        CsvField.Text(item.ProviderId),
        CsvField.Text(item.ProviderName),
        CsvField.Text(item.ClientId),
        CsvField.Text(item.ChildName),
        CsvField.Text(item.ServiceCode),
        item.Units?.ToString(),
        item.Rate?.ToString(),
        item.Amount.ToString());

    public static int BytesOf(ExportItem item) => Encoding.UTF8.GetByteCount(Of(item)) + LineEnd.Length;

    /// <summary>The whole file. The same items give the same bytes, in whatever order they come.</summary>
    public static byte[] Write(IEnumerable<ExportItem> items)
    {
        using var content = new MemoryStream();
        Write(content, Header);
        foreach (var item in items
            .OrderBy(item => item.ProviderId, StringComparer.Ordinal)
            .ThenBy(item => item.ClientId, StringComparer.Ordinal)
            .ThenBy(item => item.Kind)
            .ThenBy(item => item.Id, StringComparer.Ordinal))
        {
            Write(content, Of(item));
        }

        return content.ToArray();
    }

    private static void Write(MemoryStream content, string line) => content.Write(Encoding.UTF8.GetBytes(line + LineEnd));
}
