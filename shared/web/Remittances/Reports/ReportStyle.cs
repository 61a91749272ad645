using System.Security.Cryptography;
using System.Text;

namespace Serverless.Web.Remittances.Reports;

/// <summary>How the report's page looks: on a screen, light or dark, and on paper, where each page has the table's head and no row is broken.</summary>
public static class ReportStyle
{
    public const string Css = """
        :root{color-scheme:light dark;--ink:#1a1a1a;--paper:#fff;--rule:#999;--shade:#eee}
        @media (prefers-color-scheme:dark){:root{--ink:#eee;--paper:#16181c;--rule:#666;--shade:#262a30}}
        body{margin:2rem;font:14px/1.4 "Liberation Sans",Arial,Helvetica,sans-serif;color:var(--ink);background:var(--paper)}
        h1{font-size:1.4rem;margin:0 0 .2rem}h2{font-size:1.1rem;margin:1.6rem 0 .4rem}p{margin:.2rem 0}
        dl{display:grid;grid-template-columns:max-content 1fr max-content 1fr;gap:.15rem 1rem;margin:1rem 0}dt{font-weight:bold}dd{margin:0}
        .wide{overflow-x:auto}table{border-collapse:collapse;width:100%;margin:.6rem 0 1.2rem;font-variant-numeric:tabular-nums}
        caption{text-align:left;font-weight:bold;padding:.3rem 0}th,td{padding:.2rem .5rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}
        thead th,tfoot th,tfoot td{background:var(--shade)}.n{text-align:right;white-space:nowrap}td:nth-child(4),td:nth-child(10){white-space:nowrap}tfoot{font-weight:bold}tr{break-inside:avoid}
        thead{display:table-header-group}tfoot{display:table-row-group}
        @media print{:root{--ink:#000;--paper:#fff;--rule:#999;--shade:#eee}@page{margin:12mm}body{margin:0;font-size:9px}.wide{overflow:visible}h2,caption{break-after:avoid}thead th,tfoot th,tfoot td{print-color-adjust:exact}}
        """;

    /// <summary>Lets a browser use this style and load or run nothing else.</summary>
    public static string Policy { get; } = $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Css)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}
