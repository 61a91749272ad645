using Serverless.Payments.Remittances.Reports;

namespace Serverless.Web.Remittances.Reports;

/// <summary>The report as a document on Letter paper, across: every page has the table's head, and its number among all of them.</summary>
public sealed class ReportPdf : IDisposable
{
    private readonly RemittanceReport report;
    private readonly ReportSheet sheet;
    private readonly DateTimeOffset at;

    private ReportPdf(RemittanceReport report, DateTimeOffset at)
    {
        this.report = report;
        this.at = at;
        sheet = new ReportSheet($"{RemittanceReport.Title} · batch {report.BatchNumber}");
    }

    /// <param name="report">What it shows.</param>
    /// <param name="at">When it is printed.</param>
    public static byte[] Render(RemittanceReport report, DateTimeOffset at)
    {
        using var printed = new ReportPdf(report, at);
        return printed.Render();
    }

    public void Dispose() => sheet.Dispose();

    private byte[] Render()
    {
        sheet.Title(RemittanceReport.Title, ReportText.Clean(report.Agency), ReportText.Facts(report));
        foreach (var payer in report.Payers)
        {
            foreach (var check in payer.Checks)
            {
                sheet.Begin(ReportText.Payer(payer), ReportText.Check(check));
                foreach (var row in check.Rows)
                {
                    Write(row);
                }

                foreach (var adjustment in check.ProviderAdjustments)
                {
                    sheet.Row([[new(ReportColumn.Span, ReportText.Provider(adjustment)), new(ReportColumn.Post, ReportText.Of(-adjustment.Amount))]]);
                }

                Total($"Check total, {ReportText.Count(check.Totals)}", check.Totals);
            }

            sheet.End();
            Total($"Total of {ReportText.Payer(payer)}, {ReportText.Count(payer.Totals)}", payer.Totals);
        }

        Total($"Grand total, {ReportText.Count(report.Totals)}", report.Totals);
        return sheet.Close($"Printed {ReportText.Of(at)}", at);
    }

    private void Write(ReportRow row)
    {
        List<ReportCell> first =
        [
            new(ReportColumn.Client, ReportText.Clean(row.Client)), new(ReportColumn.Invoice, ReportText.Clean(row.Invoice)), new(ReportColumn.Line, ReportText.Of(row.Line)), new(ReportColumn.ServiceDate, ReportText.Of(row.ServiceDate)),
            new(ReportColumn.Billed, ReportText.Of(row.Billed)), new(ReportColumn.Post, ReportText.Of(row.Post)), new(ReportColumn.Balance, ReportText.Of(row.Balance)), new(ReportColumn.Status, ReportText.Clean(row.Status)),
        ];
        var lines = new List<IReadOnlyList<ReportCell>> { first };
        foreach (var (index, adjustment) in row.Adjustments.Index())
        {
            ReportCell[] cells = [new(ReportColumn.Adjustment, ReportText.Of(adjustment.Amount)), new(ReportColumn.Type, ReportText.Clean($"{adjustment.Type} – {adjustment.Name}"))];
            if (index == 0)
            {
                first.AddRange(cells);
            }
            else
            {
                lines.Add(cells);
            }
        }

        if (row.Adjustments.Count == 0)
        {
            first.Add(new(ReportColumn.Adjustment, ReportText.Of(row.Adjustment)));
        }

        sheet.Row(lines);
    }

    private void Total(string name, ReportTotals totals)
        => sheet.Total([new(ReportColumn.Span, name), new(ReportColumn.Post, ReportText.Of(totals.Net)), new(ReportColumn.Adjustment, ReportText.Of(totals.Adjustment))]);
}
