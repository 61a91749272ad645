using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Payments.Remittances.Reports;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Remittances.Reports;

/// <summary>GET /api/remittances/{id}/report: Preview, and the report of what was posted.</summary>
public static class ReadRemittanceReport
{
    private const string Format = "format";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/remittances/{id}/report", HandleAsync)
        .For(Role.Biller, Role.Auditor)
        .Describe("Read the Manual Remittance Queue report", "What a session posts, by payer and check: as JSON, as a page (text/html) or as a document (application/pdf), as Accept or format asks. Before Post Now it is a preview.")
        .TakesQuery(new QueryDescription(Format, "json, html or pdf; goes before Accept, for links."))
        .Answers<RemittanceReport>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status406NotAcceptable);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var format = new QueryNames(context, Format).Text(Format);
        var form = format is null ? ReportForm.Accepted(context.Request) : ReportForm.All.FirstOrDefault(candidate => candidate.Name == format);
        if (form is null)
        {
            return format is null
                ? Problem.Of(StatusCodes.Status406NotAcceptable, "NOT_ACCEPTABLE", $"The report is given out as {string.Join(", ", ReportForm.All.Select(candidate => candidate.MediaType))}; accept one of them.")
                : Problem.OfField(StatusCodes.Status400BadRequest, "BAD_FORMAT", Format, $"format is one of {string.Join(", ", ReportForm.All.Select(candidate => candidate.Name))}.");
        }

        context.Response.Headers.Vary = "Accept";
        return await AnswerAsync(context, application, id, form);
    }

    /// <summary>The report in a form; for programs and on pages alike.</summary>
    internal static async Task<IResult> AnswerAsync(HttpContext context, PaymentsApplication application, string id, ReportForm form)
    {
        var reader = new ReportReader(application.Remittances.Queries, application.Directory, application.Values);
        if (await reader.FindAsync(context.Caller(), id, context.RequestAborted) is not { } report)
        {
            return Problem.NotFound("remittance");
        }

        return form == ReportForm.Html ? Page(context, report)
            : form == ReportForm.Pdf ? Document(context, report, application.Calendar.Now)
            : Answer.Json(StatusCodes.Status200OK, report);
    }

    private static ContentHttpResult Page(HttpContext context, RemittanceReport report)
    {
        context.Response.Headers.ContentSecurityPolicy = ReportStyle.Policy;
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        return TypedResults.Text(ReportHtml.Render(report), "text/html; charset=utf-8", Encoding.UTF8);
    }

    private static FileContentHttpResult Document(HttpContext context, RemittanceReport report, DateTimeOffset at)
    {
        context.Response.Headers.ContentDisposition = string.Create(CultureInfo.InvariantCulture, $"inline; filename=\"remittance-{report.BatchNumber}.pdf\"");
        return TypedResults.Bytes(ReportPdf.Render(report, at), ReportForm.Pdf.MediaType);
    }
}
