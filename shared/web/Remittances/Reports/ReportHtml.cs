using System.Net;
using System.Text;
using Serverless.Payments.Remittances.Reports;

namespace Serverless.Web.Remittances.Reports;

/// <summary>The report as one page that needs nothing else: no script, no picture, no other file.</summary>
public static class ReportHtml
{
    private static readonly string[] Money = ["Billed", "Post", "Adjustment", "Balance"];
    private static readonly string[] Columns = ["Client", "Invoice", "Line", "Service date", "Billed", "Post", "Adjustment", "Type", "Balance", "Status"];

    public static string Render(RemittanceReport report)
    {
        var page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.Append($"<title>{RemittanceReport.Title} · batch {report.BatchNumber}</title>\n<style>{ReportStyle.Css}</style>\n</head>\n<body>\n<main>\n");
        page.Append($"<h1>{RemittanceReport.Title}</h1>\n<p>{Encode(report.Agency)}</p>\n<dl>\n");
        foreach (var (name, value) in ReportText.Facts(report))
        {
            page.Append($"<dt>{name}</dt><dd>{Encode(value)}</dd>\n");
        }

        page.Append("</dl>\n");
        foreach (var payer in report.Payers)
        {
            page.Append($"<section>\n<h2>{Encode(ReportText.Payer(payer))}</h2>\n");
            foreach (var check in payer.Checks)
            {
                AppendCheck(page, check);
            }

            AppendTotals(page, $"Total of {ReportText.Payer(payer)}", payer.Totals);
            page.Append("</section>\n");
        }

        AppendTotals(page, "Grand total", report.Totals);
        return page.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void AppendCheck(StringBuilder page, ReportCheck check)
    {
        page.Append($"<div class=\"wide\"><table>\n<caption>{Encode(ReportText.Check(check))}</caption>\n<thead><tr>");
        foreach (var column in Columns)
        {
            page.Append($"<th scope=\"col\"{(column == "Line" || Money.Contains(column) ? " class=\"n\"" : "")}>{column}</th>");
        }

        page.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in check.Rows)
        {
            AppendRow(page, row);
        }

        foreach (var adjustment in check.ProviderAdjustments)
        {
            page.Append($"<tr><th scope=\"row\" colspan=\"5\">{Encode(ReportText.Provider(adjustment))}</th><td class=\"n\">{ReportText.Of(-adjustment.Amount)}</td><td colspan=\"4\"></td></tr>\n");
        }

        page.Append($"</tbody>\n<tfoot><tr><th scope=\"row\" colspan=\"5\">Check total, {ReportText.Count(check.Totals)}</th><td class=\"n\">{ReportText.Of(check.Totals.Net)}</td><td class=\"n\">{ReportText.Of(check.Totals.Adjustment)}</td><td colspan=\"3\"></td></tr></tfoot>\n</table></div>\n");
    }

    private static void AppendRow(StringBuilder page, ReportRow row)
    {
        var amounts = row.Adjustments.Count == 0 ? ReportText.Of(row.Adjustment) : string.Join("<br>", row.Adjustments.Select(adjustment => ReportText.Of(adjustment.Amount)));
        var types = string.Join("<br>", row.Adjustments.Select(adjustment => Encode(ReportText.Clean($"{adjustment.Type} – {adjustment.Name}"))));
        page.Append($"<tr><th scope=\"row\">{Text(row.Client)}</th><td>{Text(row.Invoice)}</td><td class=\"n\">{row.Line}</td><td>{ReportText.Of(row.ServiceDate)}</td>");
        page.Append($"<td class=\"n\">{ReportText.Of(row.Billed)}</td><td class=\"n\">{ReportText.Of(row.Post)}</td><td class=\"n\">{amounts}</td><td>{types}</td><td class=\"n\">{ReportText.Of(row.Balance)}</td><td>{Text(row.Status)}</td></tr>\n");
    }

    private static void AppendTotals(StringBuilder page, string name, ReportTotals totals)
        => page.Append($"<p><strong>{Encode(name)}</strong>: {ReportText.Count(totals)}, posted {ReportText.Of(totals.Post)}, adjusted {ReportText.Of(totals.Adjustment)}, provider-level adjustments {ReportText.Of(totals.Provider)}, checks {ReportText.Of(totals.Net)}</p>\n");

    private static string Text(string text) => Encode(ReportText.Clean(text));

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
