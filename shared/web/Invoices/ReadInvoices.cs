using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Payments.Invoices;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Invoices;

/// <summary>GET /api/invoices/{hash}: where a 201 or 202 leads to.</summary>
public static class ReadInvoices
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/invoices/{hash}", HandleAsync)
        .For(Role.Provider, Role.Operations, Role.Auditor, Role.Admin)
        .Describe("Read the report of an invoice file", "By the SHA-256 of its content. Staff see every file that was taken in, a provider's user those that they sent.")
        .Answers<InvoiceReportBody>(StatusCodes.Status200OK)
        .Answers<PendingInvoices>(StatusCodes.Status202Accepted)
        .Refuses(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(HttpContext context, string hash, PaymentsApplication application)
    {
        if (hash.Length != 64 || !hash.All(char.IsAsciiHexDigitLower)
            || await application.Invoices.FindDeliveryAsync(hash, context.RequestAborted) is not { } delivery
            || !IsVisible(context.Caller(), delivery))
        {
            return Problem.NotFound("invoice file");
        }

        return await application.Invoices.FindReportAsync(hash, context.RequestAborted) is { } report
            ? Answer.Json(StatusCodes.Status200OK, InvoiceReportBody.Of(report))
            : Answer.Pending(context, $"/api/invoices/{hash}", new PendingInvoices(hash, "pending"));
    }

    private static bool IsVisible(Caller caller, IntakeRecord delivery)
        => caller.IsStaff || (delivery.Role == Role.Provider && delivery.By == caller.User);
}
