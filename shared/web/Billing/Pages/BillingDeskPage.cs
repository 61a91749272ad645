using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Billing;
using Serverless.Payments.Billing.Intake;
using Serverless.Payments.Files;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.Pages;
using Serverless.Web.Pages.Forms;
using Serverless.Web.Problems;
using Serverless.Web.Remittances;
using Serverless.Web.Requests;

namespace Serverless.Web.Billing.Pages;

/// <summary>Billing invoices: the list, the hand-in of a file, and one invoice with its payments and credits.</summary>
public static class BillingDeskPage
{
    public const string Path = "/billing";

    private const int PageItems = 50;

    /// <summary>Faults of a file that are shown; mending these shows the rest.</summary>
    private const int FaultsShownMax = 200;

    /// <summary>How long the intake is waited for before the page says that it goes on.</summary>
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, ShowAsync).For(Role.Biller, Role.Auditor);
        pages.MapGet(Path + "/{number}", ShowOneAsync).For(Role.Biller, Role.Auditor);
        pages.MapPost(Path, TakeInAsync).For(Role.Biller)
            .WithMetadata(BodyLimit.FormWith(BillingFile.BytesMax))
            .RequireRateLimiting(RateLimits.UploadPolicy);
    }

    public static string PathOf(string number) => $"{Path}/{number}";

    private static async Task<IResult> ShowAsync(HttpContext context, PaymentsApplication application)
        => PageResult.Of<BillingView>(await ModelAsync(context, application, []));

    private static async Task<IResult> ShowOneAsync(HttpContext context, PaymentsApplication application, string number)
    {
        if (!BillingKeys.IsNumber(number) || await application.Billing.Records.FindAsync(number, context.RequestAborted) is not { } invoice)
        {
            return Problem.NotFound("billing invoice");
        }

        var names = await ClientNames.FindAsync(application.Directory, [invoice.ClientId], context.RequestAborted);
        return PageResult.Of<BillingInvoiceView>(new BillingInvoiceModel(invoice, InvoiceFigures.Of(invoice), names.GetValueOrDefault(invoice.ClientId, invoice.ClientId)));
    }

    private static async Task<IResult> TakeInAsync(HttpContext context, PaymentsApplication application, Flash flash)
    {
        var fields = await FormFields.ReadAsync(context);
        if (fields.Files.GetFile("file") is not { Length: > 0 } file || FileFormats.FromFileName(file.FileName) is not { } format)
        {
            flash.Failed(context, "Choose a file of billing invoices first: its name ends in .csv or .json.");
            return PageResult.GoTo(Path);
        }

        using var content = new MemoryStream();
        await file.CopyToAsync(content, context.RequestAborted);
        var delivery = new BillingDelivery(fields.RequestId(context), file.FileName, format, content.ToArray(), context.Caller().User, Role.Biller);
        var report = await application.Billing.Intake.TakeInAsync(delivery, Wait, context.RequestAborted);
        if (report is { Rejected: true })
        {
            return PageResult.Of<BillingView>(await ModelAsync(context, application, report.Errors), StatusCodes.Status422UnprocessableEntity);
        }

        flash.Done(context, report switch
        {
            null => "The file is being taken in; its invoices appear here in a while.",
            { Duplicate: true } => "The same file was taken in before; nothing was created.",
            _ => $"{(report.Invoices == 1 ? "1 invoice was" : $"{report.Invoices} invoices were")} taken in, with {(report.Lines == 1 ? "1 visit" : $"{report.Lines} visits")}.",
        });
        return PageResult.GoTo(Path);
    }

    private static async Task<BillingModel> ModelAsync(HttpContext context, PaymentsApplication application, IReadOnlyList<FileFault> faults)
    {
        var filter = InvoiceFilter.Read(context.Request.Query);
        IReadOnlyList<string> payers = [.. (await application.Billing.Payers.ListAsync(context.RequestAborted)).Select(payer => payer.Name)];
        var page = !filter.IsFine ? new BillingPage([], null)
            : filter.Billing.Payer.Length == 0 ? await application.Billing.Lists.ListAsync(filter.Billing, filter.After, PageItems, context.RequestAborted)
            : await application.Billing.Queries.ListAsync(filter.Billing, filter.After, PageItems, context.RequestAborted);
        var names = await ClientNames.FindAsync(application.Directory, page.Items.Select(invoice => invoice.ClientId), context.RequestAborted);
        var items = page.Items.Select(invoice => new BillingItem(invoice, InvoiceFigures.Of(invoice), names.GetValueOrDefault(invoice.ClientId, invoice.ClientId)));
        return new BillingModel(filter, payers, [.. items], page.Next, context.Caller().Is(Role.Biller), faults.Count, [.. faults.Take(FaultsShownMax)]);
    }
}

/// <param name="Payers">Whom anything was billed to.</param>
/// <param name="Next">Where the next page begins; null where there is none. A page may be short and have one all the same.</param>
/// <param name="MayTakeIn">Whether the person is a biller.</param>
/// <param name="FaultCount">How much is wrong with the file that was handed in just now.</param>
/// <param name="Faults">The first of it.</param>
public sealed record BillingModel(InvoiceFilter Filter, IReadOnlyList<string> Payers, IReadOnlyList<BillingItem> Items, string? Next, bool MayTakeIn, int FaultCount, IReadOnlyList<FileFault> Faults);

public sealed record BillingItem(BillingInvoice Invoice, InvoiceFigures Figures, string ClientName);

public sealed record BillingInvoiceModel(BillingInvoice Invoice, InvoiceFigures Figures, string ClientName);
