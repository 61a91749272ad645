using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.Directory;
using Serverless.Payments.Files;
using Serverless.Payments.Identity;
using Serverless.Payments.InvoiceReviews;
using Serverless.Payments.MassPayments;
using Serverless.Payments.MassPayments.Upload;
using Serverless.Web.Identity;
using Serverless.Web.Pages;
using Serverless.Web.Pages.Forms;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.InvoiceReviews.Pages;

/// <summary>An invoice under review (KEES-8): its lines with what stands against them, its way, and what the person may do: verify, return or correct it.</summary>
public static class InvoiceReviewPage
{
    private const int LinesShown = 100;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet($"{InvoiceReviewsPage.Path}/{{id}}", ShowAsync).ForAnyRole();
        pages.MapPost($"{InvoiceReviewsPage.Path}/{{id}}/verify", VerifyAsync).For(Role.Office);
        pages.MapPost($"{InvoiceReviewsPage.Path}/{{id}}/return", ReturnAsync).For(Role.Office);
        pages.MapPost($"{InvoiceReviewsPage.Path}/{{id}}/correct", CorrectAsync)
            .For(Role.Provider, Role.Office)
            .WithMetadata(BodyLimit.FormWith(MassEntryFile.BytesMax))
            .RequireRateLimiting(RateLimits.UploadPolicy);
    }

    public static string PathOf(string id) => $"{InvoiceReviewsPage.Path}/{id}";

    private static async Task<IResult> ShowAsync(HttpContext context, PaymentsApplication application, string id, int after = 0, string? show = null)
        => PageResult.Of<InvoiceReviewView>(await ReadAsync(context, application, id, Math.Max(0, after), show == "faulty"));

    private static async Task<IResult> VerifyAsync(HttpContext context, PaymentsApplication application, Flash flash, string id)
    {
        var form = await FormFields.ReadAsync(context);
        var result = await application.InvoiceReviews.Commands.VerifyAsync(context.Caller(), id, new ReviewedPage(form.Text("aidCode"), form.Text("serviceId")), RequestOf(context, form), context.RequestAborted);
        return await AfterAsync(context, application, flash, form, id, result, "Verified. Operations are told, and a draft of a mass payment is filled from the lines.");
    }

    private static async Task<IResult> ReturnAsync(HttpContext context, PaymentsApplication application, Flash flash, string id)
    {
        var form = await FormFields.ReadAsync(context);

        // A line of the field is a reason.
        var reasons = (form.Text("reasons") ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var result = await application.InvoiceReviews.Commands.ReturnAsync(context.Caller(), id, reasons, RequestOf(context, form), context.RequestAborted);
        if (result.Refusal is { Kind: not (RefusalKind.NotFound or RefusalKind.Forbidden) } refusal)
        {
            var model = await ReadAsync(context, application, id, after: 0, isFaulty: false);
            return PageResult.Of<InvoiceReviewView>(model with { Reasons = form.Text("reasons"), Faults = [new(refusal.Code, "reasons", refusal.WordsOfForm() ?? refusal.Message)] }, StatusCodes.Status422UnprocessableEntity);
        }

        return await AfterAsync(context, application, flash, form, id, result, "Returned. The provider and the Regional Provider Agreement Manager are told.");
    }

    private static async Task<IResult> CorrectAsync(HttpContext context, PaymentsApplication application, Flash flash, string id)
    {
        var form = await FormFields.ReadAsync(context);
        var (file, fault) = await UploadedFile.ReadAsync(form, "file", context.RequestAborted);
        if (file is null)
        {
            var model = await ReadAsync(context, application, id, after: 0, isFaulty: false);
            return PageResult.Of<InvoiceReviewView>(model with { Faults = [new("REQUIRED", "file", fault!)] }, StatusCodes.Status422UnprocessableEntity);
        }

        var receipt = new InvoiceReceipt(null, null, null, file.Format, file.Content);
        var result = await application.InvoiceReviews.Commands.CorrectAsync(context.Caller(), id, receipt, RequestOf(context, form), context.RequestAborted);
        if (result.FileFaults.Count > 0)
        {
            var model = await ReadAsync(context, application, id, after: 0, isFaulty: false);
            return PageResult.Of<InvoiceReviewView>(model with { FileFaults = result.FileFaults, Faults = [new("FILE_REJECTED", "file", "The file was refused whole; correct what is listed below.")] }, StatusCodes.Status422UnprocessableEntity);
        }

        return await AfterAsync(context, application, flash, form, id, result, "The corrected invoice is received; it waits for the local office.");
    }

    private static ReviewRequest RequestOf(HttpContext context, FormFields form) => new(form.RequestId(context), form.Number("version"));

    private static async Task<IResult> AfterAsync(HttpContext context, PaymentsApplication application, Flash flash, FormFields form, string id, ReviewResult result, string done)
    {
        if (result.Refusal is { Kind: RefusalKind.Invalid } invalid && invalid.Errors.Any(error => error.Field is "aidCode" or "serviceId"))
        {
            var model = await ReadAsync(context, application, id, after: 0, isFaulty: false);
            return PageResult.Of<InvoiceReviewView>(model with { AidCode = form.Text("aidCode"), ServiceId = form.Text("serviceId"), Faults = invalid.Errors }, StatusCodes.Status422UnprocessableEntity);
        }

        if (result.Refusal is { } refusal)
        {
            return flash.Tell(context, refusal, PathOf(id));
        }

        flash.Done(context, result.Invoice is null ? "It is kept and being carried out; look again in a moment." : done);
        return PageResult.GoTo(PathOf(result.Invoice?.Id ?? id));
    }

    private static async Task<InvoiceReviewModel> ReadAsync(HttpContext context, PaymentsApplication application, string id, int after, bool isFaulty)
    {
        var caller = context.Caller();
        var (invoice, lines) = await application.InvoiceReviews.Queries.FindWithLinesAsync(caller, id, context.RequestAborted) ?? throw new ProblemException(Problem.NotFound("invoice"));
        var history = await application.InvoiceReviews.Queries.HistoryAsync(caller, id, context.RequestAborted) ?? [];
        var provider = await application.Directory.FindProviderAsync(invoice.ProviderId, context.RequestAborted);
        var shown = lines.Where(line => line.N > after && (!isFaulty || line.Faults.Count > 0)).Take(LinesShown + 1).ToList();
        int? next = shown.Count > LinesShown ? shown[LinesShown - 1].N : null;
        return new(invoice, provider, [.. shown.Take(LinesShown)], next, isFaulty, history, caller);
    }
}

/// <param name="Next">The number behind which the next lines begin; null where there are none.</param>
/// <param name="IsFaulty">Whether the lines with faults alone are shown.</param>
public sealed record InvoiceReviewModel(ReviewedInvoice Invoice, Provider? Provider, IReadOnlyList<ReviewLine> Lines, int? Next, bool IsFaulty, IReadOnlyList<ReviewMove> History, Caller Caller)
{
    public IReadOnlyList<ValidationMessage> Faults { get; init; } = [];

    public IReadOnlyList<FileFault> FileFaults { get; init; } = [];

    /// <summary>As they were typed, a line for each.</summary>
    public string? Reasons { get; init; }

    /// <summary>As it was chosen.</summary>
    public string? AidCode { get; init; }

    /// <summary>Likewise.</summary>
    public string? ServiceId { get; init; }

    /// <summary>The services that the draft may be for.</summary>
    public IReadOnlyList<ProviderService> Services => [.. (Provider?.Services ?? []).Where(service => MassPaymentRules.CheckService(Provider!, service.Id) is null)];

    public bool MayDecide => Invoice is { Status: ReviewStatus.Received, Verification: null } && InvoiceReviewRules.RoleFor(Caller, Invoice, ReviewAction.Verify) is not null;

    public bool MayCorrect => Invoice.Status == ReviewStatus.Returned && InvoiceReviewRules.RoleFor(Caller, Invoice, ReviewAction.Correct) is not null;
}
