using System.Globalization;
using System.Text;
using Serverless.Payments.Amounts;
using Serverless.Payments.Remittances;
using Serverless.Payments.Remittances.Reports;

namespace Serverless.Web.Remittances.Reports;

/// <summary>The report's figures as people read them, on a page and in a document alike.</summary>
internal static class ReportText
{
    public const string NoInvoices = "No invoice";

    public static string Of(Money amount) => amount.Amount.ToString("#,0.00", CultureInfo.InvariantCulture);

    public static string Of(DateOnly date) => date.ToString("O", CultureInfo.InvariantCulture);

    public static string Of(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    public static string Of(int count) => count.ToString(CultureInfo.InvariantCulture);

    /// <summary>Without what reorders or breaks the text around it, whoever it came from.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var character in text.EnumerateRunes())
        {
            var isHarmless = Rune.GetUnicodeCategory(character) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate);
            clean.Append(isHarmless ? character.ToString() : "?");
        }

        return clean.ToString();
    }

    public static string Payer(ReportPayer payer) => payer.Payer.Length == 0 ? NoInvoices : Clean(payer.Payer);

    public static string Status(RemittanceReport report)
        => report is { PostedBy: { } by, PostedAt: { } at } ? $"{report.Status} by {Clean(by)} at {Of(at)}" : report.Status;

    public static string Check(ReportCheck check)
        => Clean($"Check {check.RefNo} · {check.Type} · dated {Of(check.Dated)} · {Of(check.Amount)}{(string.IsNullOrEmpty(check.Comment) ? "" : $" · {check.Comment}")}");

    public static string Provider(ProviderLevelAdjustment adjustment)
        => Clean($"Provider-level adjustment {adjustment.Reason}{(adjustment.Reference.Length == 0 ? "" : $" {adjustment.Reference}")}");

    public static string Count(ReportTotals totals) => $"{Of(totals.RowCount)} {(totals.RowCount == 1 ? "line" : "lines")}{(totals.DeniedCount == 0 ? "" : $", {Of(totals.DeniedCount)} denied")}";

    /// <summary>The batch's facts, each with its name.</summary>
    public static IReadOnlyList<(string Name, string Value)> Facts(RemittanceReport report)
    {
        List<(string, string)> facts =
        [
            ("Batch number", report.BatchNumber.ToString(CultureInfo.InvariantCulture)), ("Batch ID", report.BatchId), ("Status", Status(report)),
            ("Batch date", Of(report.BatchDate)), ("Batch type", Clean(report.BatchType)), ("Apply as", Clean(report.ApplyAs)), ("Bank", Clean(report.Bank)),
            ("Batch total", Of(report.BatchTotal)), ("Batch balance", Of(report.BatchBalance)),
        ];
        if (report.SourceFile is { } file)
        {
            facts.Add(("Source file", Clean(file)));
        }

        return facts;
    }
}
