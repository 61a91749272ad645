using System.Text.RegularExpressions;
using Serverless.Payments.Amounts;
using Serverless.Payments.Remittances;
using Serverless.Testing;
using Serverless.Web.Remittances.Reports;

namespace Serverless.Web.Tests.Remittances.Reports;

[Trait("Req", "SAN-11")]
public sealed class ReportHtmlTests
{
    [Fact]
    public void The_page_has_a_table_for_each_check_with_its_rows_and_sums()
    {
        var html = ReportHtml.Render(new QueuedSession()
            .Invoice("INV-1", "Medicaid", "1000000001", 2020.16m).Invoice("INV-2", "Medicaid", "1000000002", 50)
            .Check("4711", 1945, "EFT", "June", new ProviderLevelAdjustment("WO", "REF-7", Money.Of(5)))
            .Row("INV-1", QueuedSession.Line(1, 1950, "CO", 70.16m)).Row("INV-2", QueuedSession.Denied(1)).Report());
        Assert.Contains(
            """
            <h2>Medicaid</h2>
            <div class="wide"><table>
            <caption>Check 4711 &#183; EFT – Electronic Transfer &#183; dated 2026-11-20 &#183; 1,945.00 &#183; June</caption>
            <thead><tr><th scope="col">Client</th><th scope="col">Invoice</th><th scope="col" class="n">Line</th><th scope="col">Service date</th><th scope="col" class="n">Billed</th><th scope="col" class="n">Post</th><th scope="col" class="n">Adjustment</th><th scope="col">Type</th><th scope="col" class="n">Balance</th><th scope="col">Status</th></tr></thead>
            <tbody>
            <tr><th scope="row">Begay, Ada</th><td>INV-1</td><td class="n">1</td><td>2026-11-01</td><td class="n">2,020.16</td><td class="n">1,950.00</td><td class="n">70.16</td><td>CO – Contractual</td><td class="n">0.00</td><td>07 – Bill Paid</td></tr>
            <tr><th scope="row">Carver, Ben</th><td>INV-2</td><td class="n">1</td><td>2026-11-01</td><td class="n">50.00</td><td class="n">0.00</td><td class="n">0.00</td><td></td><td class="n">50.00</td><td>Denied</td></tr>
            <tr><th scope="row" colspan="5">Provider-level adjustment WO REF-7</th><td class="n">-5.00</td><td colspan="4"></td></tr>
            </tbody>
            <tfoot><tr><th scope="row" colspan="5">Check total, 2 lines, 1 denied</th><td class="n">1,945.00</td><td class="n">70.16</td><td colspan="3"></td></tr></tfoot>
            </table></div>
            """,
            html,
            StringComparison.Ordinal);
        Assert.Contains("<dt>Batch number</dt><dd>42</dd>", html, StringComparison.Ordinal);
        Assert.Contains($"<dt>Batch ID</dt><dd>{QueuedSession.Id}</dd>", html, StringComparison.Ordinal);
        Assert.Contains("<dt>Status</dt><dd>Preview</dd>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_was_entered_stands_on_the_page_as_text()
    {
        var session = new QueuedSession().Invoice("INV-1", "<script>alert(1)</script>", "1000000001", 10).Check("\"><img src=x>", 10, "CHECK", "<b>&\u202E").Row("INV-1", QueuedSession.Line(1, 10));
        session.ClientNames["1000000001"] = "</td><script>";
        var html = ReportHtml.Render(session.Report());
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', html);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_element_is_closed_and_nothing_is_loaded()
    {
        var html = ReportHtml.Render(new QueuedSession().Invoice("INV-1", "Medicaid", "1000000001", 10).Check("A", 10).Row("INV-1", QueuedSession.Line(1, 10)).Report());
        foreach (var element in new[] { "html", "head", "body", "main", "section", "table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption", "dl", "dt", "dd", "p", "div" })
        {
            Assert.Equal(Regex.Count(html, $"<{element}[ >]"), Regex.Count(html, $"</{element}>"));
        }

        Assert.DoesNotMatch("(src|href)=|url\\(|@import", html);
        Assert.Contains("sha256-", ReportStyle.Policy, StringComparison.Ordinal);
    }
}
