using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.Files;
using Serverless.Payments.Identity;
using Serverless.Payments.InvoiceReviews;
using Serverless.Payments.MassPayments.Upload;
using Serverless.Web.Identity;
using Serverless.Web.Pages;
using Serverless.Web.Pages.Forms;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.InvoiceReviews.Pages;

/// <summary>The invoices under review (KEES-8), and the way in for one.</summary>
public static class InvoiceReviewsPage
{
    public const string Path = "/mass-payment-invoices";

    private const int PageItems = 50;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, ShowAsync).ForAnyRole();
        pages.MapPost(Path, SendAsync)
            .For(Role.Provider, Role.Office)
            .WithMetadata(BodyLimit.FormWith(MassEntryFile.BytesMax))
            .RequireRateLimiting(RateLimits.UploadPolicy);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, PaymentsApplication application, string? status = null, string? after = null)
        => PageResult.Of<InvoiceReviewsView>(await ReadAsync(context, application, status, after));

    private static async Task<IResult> SendAsync(HttpContext context, PaymentsApplication application, Flash flash)
    {
        var form = await FormFields.ReadAsync(context);
        var (file, fault) = await UploadedFile.ReadAsync(form, "file", context.RequestAborted);
        var model = await ReadAsync(context, application, null, null) with { ProviderId = form.Text("providerId"), AidCode = form.Text("aidCode") };
        if (file is null)
        {
            return PageResult.Of<InvoiceReviewsView>(model with { Faults = [new("REQUIRED", "file", fault!)] }, StatusCodes.Status422UnprocessableEntity);
        }

        var receipt = new InvoiceReceipt(form.Text("providerId"), null, form.Text("aidCode"), file.Format, file.Content);
        var result = await application.InvoiceReviews.Receipts.ReceiveAsync(context.Caller(), receipt, form.RequestId(context), context.RequestAborted);
        if (result.FileFaults.Count > 0)
        {
            return PageResult.Of<InvoiceReviewsView>(model with { FileFaults = result.FileFaults, Faults = [new("FILE_REJECTED", "file", "The file was refused whole; correct what is listed below and send it again.")] }, StatusCodes.Status422UnprocessableEntity);
        }

        if (result.Refusal is { Kind: RefusalKind.Invalid or RefusalKind.Malformed or RefusalKind.Conflict } refusal)
        {
            IReadOnlyList<ValidationMessage> faults = refusal.Errors.Any(error => error.Field is "providerId" or "aidCode") ? refusal.Errors : [new(refusal.Code, "file", refusal.Message)];
            return PageResult.Of<InvoiceReviewsView>(model with { Faults = faults }, StatusCodes.Status422UnprocessableEntity);
        }

        if (result.Invoice is not { } invoice)
        {
            return Problem.Of(result.Refusal ?? throw new InvalidOperationException("A receipt led to nothing."));
        }

        flash.Done(context, "The invoice is received; it waits for the local office.");
        return PageResult.GoTo(InvoiceReviewPage.PathOf(invoice.Id));
    }

    private static async Task<InvoiceReviewsModel> ReadAsync(HttpContext context, PaymentsApplication application, string? status, string? after)
    {
        var only = Enum.TryParse<ReviewStatus>(status, ignoreCase: true, out var named) && Enum.IsDefined(named) ? named : (ReviewStatus?)null;
        var page = await application.InvoiceReviews.Queries.ListAsync(context.Caller(), only, after: after, top: PageItems, cancellation: context.RequestAborted);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var provider in page.Items.Select(invoice => invoice.ProviderId).Distinct(StringComparer.Ordinal))
        {
            names[provider] = (await application.Directory.FindProviderAsync(provider, context.RequestAborted))?.Name ?? provider;
        }

        return new(page.Items, names, only, page.Next, context.Caller());
    }
}

/// <param name="ProviderNames">By id.</param>
/// <param name="Only">The status that is looked at; null for all.</param>
/// <param name="Next">Where the next page begins; null where there is none.</param>
public sealed record InvoiceReviewsModel(IReadOnlyList<ReviewedInvoice> Items, IReadOnlyDictionary<string, string> ProviderNames, ReviewStatus? Only, string? Next, Caller Caller)
{
    public IReadOnlyList<ValidationMessage> Faults { get; init; } = [];

    public IReadOnlyList<FileFault> FileFaults { get; init; } = [];

    /// <summary>As it was typed.</summary>
    public string? ProviderId { get; init; }

    /// <summary>As it was chosen.</summary>
    public string? AidCode { get; init; }
}
