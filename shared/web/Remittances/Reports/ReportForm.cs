using System.Net.Mime;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Serverless.Web.Remittances.Reports;

/// <summary>In which form a report is given out.</summary>
/// <param name="Name">In the address.</param>
/// <param name="MediaType">In Accept.</param>
internal sealed record ReportForm(string Name, string MediaType)
{
    public static ReportForm Json { get; } = new("json", MediaTypeNames.Application.Json);

    public static ReportForm Html { get; } = new("html", MediaTypeNames.Text.Html);

    public static ReportForm Pdf { get; } = new("pdf", MediaTypeNames.Application.Pdf);

    public static IReadOnlyList<ReportForm> All { get; } = [Json, Html, Pdf];

    /// <summary>What Accept asks for: the first of those that it likes best, JSON where it says nothing; null where it takes none of them.</summary>
    public static ReportForm? Accepted(HttpRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.Headers.Accept))
        {
            return Json;
        }

        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var ranges))
        {
            return null;
        }

        var refused = ranges.Where(range => range.Quality == 0).Select(range => range.MediaType.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return ranges.Where(range => range.Quality != 0)
            .OrderByDescending(range => range.Quality ?? 1)
            .Select(range => All.FirstOrDefault(form => !refused.Contains(form.MediaType) && new MediaTypeHeaderValue(form.MediaType).IsSubsetOf(new MediaTypeHeaderValue(range.MediaType))))
            .FirstOrDefault(form => form is not null);
    }
}
