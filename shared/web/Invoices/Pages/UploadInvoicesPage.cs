using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Files;
using Serverless.Payments.Identity;
using Serverless.Payments.Invoices;
using Serverless.Web.Identity;
using Serverless.Web.Pages;
using Serverless.Web.Pages.Forms;
using Serverless.Web.Requests;

namespace Serverless.Web.Invoices.Pages;

/// <summary>An invoice file is uploaded, as it may be dropped or sent.</summary>
public static class UploadInvoicesPage
{
    public const string Path = "/invoices/new";
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, () => PageResult.Of<UploadInvoicesView>(new UploadInvoicesModel(null, null))).For(Role.Provider, Role.Operations);
        pages.MapPost(Path, UploadAsync).For(Role.Provider, Role.Operations)
            .WithMetadata(BodyLimit.FormWith(InvoiceCommands.ContentBytesMax))
            .RequireRateLimiting(RateLimits.UploadPolicy);
    }

    private static async Task<IResult> UploadAsync(HttpContext context, PaymentsApplication application)
    {
        var form = await FormFields.ReadAsync(context);
        if (form.Files.GetFile("file") is not { Length: > 0 } file)
        {
            return PageResult.Of<UploadInvoicesView>(new UploadInvoicesModel(null, "Choose a file with something in it."), StatusCodes.Status422UnprocessableEntity);
        }

        var content = new byte[file.Length];
        await using (var stream = file.OpenReadStream())
        {
            await stream.ReadExactlyAsync(content, context.RequestAborted);
        }

        var caller = context.Caller();
        var role = caller.Is(Role.Operations) ? Role.Operations : Role.Provider;
        var format = file.FileName.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? FileFormat.Json : FileFormat.Csv;
        var requestId = form.RequestId(context);
        var delivery = new InvoiceDelivery(requestId, $"upload-{requestId[..12]}.{(format == FileFormat.Csv ? "csv" : "json")}", format, content, caller.User, role, role == Role.Provider ? caller.ProviderId ?? "" : null);
        var report = await application.Invoices.TakeInAsync(delivery, Wait, context.RequestAborted);
        return report is null
            ? PageResult.Of<UploadInvoicesView>(new UploadInvoicesModel(null, null) { IsUnderWay = true })
            : PageResult.Of<UploadInvoicesView>(new UploadInvoicesModel(report, null), report.Rejected ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }
}

public sealed record UploadInvoicesModel(InvoiceReport? Report, string? Fault)
{
    public bool IsUnderWay { get; init; }

    /// <summary>Why nothing was taken in; null where nothing was refused.</summary>
    public string? Refused => Fault is not null ? "Nothing was taken in."
        : Report is { Rejected: true } ? "The file was refused whole; nothing was made of it. Correct these and send it again."
        : null;
}
