using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Billing.Intake;
using Serverless.Payments.Files;
using Serverless.Payments.Identity;
using Serverless.Payments.Invoices;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Billing;

/// <summary>POST /api/billing/invoices.</summary>
public static class PostBillingInvoices
{
    /// <summary>How long the intake is waited for before the caller is told where to read the report.</summary>
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(BillingInvoiceBody.Root, HandleAsync)
        .For(Role.Biller)
        .WithMetadata(new BodyLimit(BillingFile.BytesMax))
        .RequireRateLimiting(RateLimits.UploadPolicy)
        .Describe("Take in a file of billing invoices", "CSV or JSON, a line for each visit. A file with any fault, or with the number of an invoice that is in the books, is refused whole, with every fault by line and field. The same content again, under whatever name, creates nothing.")
        .TakesFile("text/csv", "application/json")
        .Answers<BillingReportBody>(StatusCodes.Status201Created)
        .Answers<BillingReportBody>(StatusCodes.Status200OK)
        .Answers<PendingBilling>(StatusCodes.Status202Accepted)
        .Produces<RejectedBilling>(StatusCodes.Status422UnprocessableEntity, ProblemBody.ContentType);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        var (format, content) = await FileBody.ReadAsync(context);
        var requestId = context.RequestId();
        var extension = format == FileFormat.Csv ? "csv" : "json";
        var delivery = new BillingDelivery(requestId, $"upload-{requestId[..12]}.{extension}", format, content, context.Caller().User, Role.Biller);
        var hash = InvoiceCommands.HashOf(content);
        if (await application.Billing.Intake.TakeInAsync(delivery, Wait, context.RequestAborted) is not { } report)
        {
            return Answer.Pending(context, ReadBillingIntake.PathOf(hash), new PendingBilling(hash, "pending"));
        }

        if (report.Rejected)
        {
            return new RejectedBillingAnswer(report);
        }

        Answer.Locate(context, ReadBillingIntake.PathOf(hash));
        return Answer.Json(report.Duplicate ? StatusCodes.Status200OK : StatusCodes.Status201Created, BillingReportBody.Of(report));
    }
}
