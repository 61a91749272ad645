using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Files;
using Serverless.Payments.Identity;
using Serverless.Payments.Invoices;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Invoices;

/// <summary>POST /api/invoices.</summary>
public static class PostInvoices
{
    /// <summary>How long the intake is waited for before the caller is told where to read the report.</summary>
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/invoices", HandleAsync)
        .For(Role.Provider, Role.Operations)
        .WithMetadata(new BodyLimit(InvoiceCommands.ContentBytesMax))
        .RequireRateLimiting(RateLimits.UploadPolicy)
        .Describe("Take in an invoice file", "CSV or JSON. A file with any unreadable line is refused whole, with every fault by line and field; a readable line that fails validation becomes a payment in Error. The same content again, under whatever name, creates nothing. Providers send lines of their own only.")
        .TakesFile("text/csv", "application/json")
        .Answers<InvoiceReportBody>(StatusCodes.Status201Created)
        .Answers<InvoiceReportBody>(StatusCodes.Status200OK)
        .Answers<PendingInvoices>(StatusCodes.Status202Accepted)
        .Produces<RejectedInvoices>(StatusCodes.Status422UnprocessableEntity, ProblemBody.ContentType);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        var (format, content) = await FileBody.ReadAsync(context);
        var delivery = DeliveryOf(context, format, content);
        var hash = InvoiceCommands.HashOf(content);
        if (await application.Invoices.TakeInAsync(delivery, Wait, context.RequestAborted) is not { } report)
        {
            return Answer.Pending(context, PathOf(hash), new PendingInvoices(hash, "pending"));
        }

        if (report.Rejected)
        {
            return new RejectedInvoicesAnswer(report);
        }

        Answer.Locate(context, PathOf(hash));
        return Answer.Json(report.Duplicate ? StatusCodes.Status200OK : StatusCodes.Status201Created, InvoiceReportBody.Of(report));
    }

    private static string PathOf(string hash) => $"/api/invoices/{hash}";

    private static InvoiceDelivery DeliveryOf(HttpContext context, FileFormat format, ReadOnlyMemory<byte> content)
    {
        // Who has both roles acts for operations. Without that role the lines must be the provider's own, come what may.
        var caller = context.Caller();
        var role = caller.Is(Role.Operations) ? Role.Operations : Role.Provider;
        var requestId = context.RequestId();
        var extension = format == FileFormat.Csv ? "csv" : "json";
        return new InvoiceDelivery(requestId, $"upload-{requestId[..12]}.{extension}", format, content, caller.User, role, role == Role.Provider ? caller.ProviderId ?? "" : null);
    }
}
