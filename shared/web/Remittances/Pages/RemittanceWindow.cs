using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Payments.Remittances;
using Serverless.Web.Billing.Pages;
using Serverless.Web.Identity;
using Serverless.Web.Pages;
using Serverless.Web.Pages.Forms;
using Serverless.Web.Problems;

namespace Serverless.Web.Remittances.Pages;

/// <summary>The manual remittance window, and what its endpoints have in common.</summary>
public static class RemittanceWindow
{
    internal const string Pattern = RemittancesPage.Path + "/{id}";

    public static string PathOf(string id) => $"{RemittancesPage.Path}/{id}";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Pattern, ShowAsync).For(Role.Biller, Role.Auditor);
        pages.MapGet(Pattern + "/report", ReportAsync).For(Role.Biller, Role.Auditor);
        BatchActs.Map(pages);
        CheckActs.Map(pages);
        RowActs.Map(pages);
    }

    /// <summary>The window with what was refused in it.</summary>
    internal static async Task<IResult> RefusedAsync(HttpContext context, PaymentsApplication application, string id, WindowTyped typed, int status)
        => await RemittanceAnswer.FindAsync(context, application, id) is { } state
            ? PageResult.Of<RemittanceWindowView>(await WindowReader.ReadAsync(context, application, state, typed), status)
            : RemittanceAnswer.NotFound();

    /// <summary>Which request it is, and the version that the person saw.</summary>
    internal static RemittanceRequest RequestOf(HttpContext context, FormFields fields) => new(fields.RequestId(context), fields.Number("version"));

    /// <summary>Does what a form asks for that has no fields of its own, and goes back to the window.</summary>
    internal static async Task<IResult> ActAsync(HttpContext context, Flash flash, string id, Func<Caller, string, RemittanceRequest, CancellationToken, Task<RemittanceResult>> act, string done)
    {
        var fields = await FormFields.ReadAsync(context);
        return Tell(context, flash, id, await act(context.Caller(), id, RequestOf(context, fields), context.RequestAborted), done);
    }

    /// <summary>Back to the window, with the records that were looked at.</summary>
    internal static IResult GoBack(string id, InvoiceFilter filter, string anchor = "") => PageResult.GoTo($"{PathOf(Uri.EscapeDataString(id))}{filter.ToQuery()}{anchor}");

    /// <summary>Back to the window, saying what came of it.</summary>
    internal static IResult Tell(HttpContext context, Flash flash, string id, RemittanceResult result, string done)
    {
        if (result.Refusal is not { } refusal)
        {
            flash.Done(context, done);
        }
        else if (refusal.Kind is RefusalKind.NotFound or RefusalKind.Forbidden)
        {
            return Problem.Of(refusal);
        }
        else
        {
            flash.Failed(context, refusal.Message, refusal.Errors.Count > 1 ? [.. refusal.Errors.Select(error => error.Message)] : null);
        }

        return GoBack(id, InvoiceFilter.Read((string?)null));
    }

    private static async Task<IResult> ShowAsync(HttpContext context, PaymentsApplication application, string id)
        => await RemittanceAnswer.FindAsync(context, application, id) is { } state
            ? PageResult.Of<RemittanceWindowView>(await WindowReader.ReadAsync(context, application, state, new WindowTyped(InvoiceFilter.Read(context.Request.Query))))
            : RemittanceAnswer.NotFound();

    /// <summary>The report for people who are signed in on pages; the API's takes tokens alone.</summary>
    private static Task<IResult> ReportAsync(HttpContext context, PaymentsApplication application, string id)
        => Reports.ReadRemittanceReport.AnswerAsync(context, application, id, context.Request.Query["format"] == Reports.ReportForm.Pdf.Name ? Reports.ReportForm.Pdf : Reports.ReportForm.Html);
}
