using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Billing;

/// <summary>GET /api/billing/intakes/{hash}: where a 201 or 202 leads to.</summary>
public static class ReadBillingIntake
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/billing/intakes/{hash}", HandleAsync)
        .For(Role.Biller, Role.Auditor)
        .Describe("Read the report of a file of billing invoices", "By the SHA-256 of its content. One that was taken up and refused, because a number of it was taken, is a 422 as at first; a file with faults of its own was never taken up, and is not found.")
        .Answers<BillingReportBody>(StatusCodes.Status200OK)
        .Answers<PendingBilling>(StatusCodes.Status202Accepted)
        .Refuses(StatusCodes.Status404NotFound)
        .Produces<RejectedBilling>(StatusCodes.Status422UnprocessableEntity, ProblemBody.ContentType);

    public static string PathOf(string hash) => $"/api/billing/intakes/{hash}";

    private static async Task<IResult> HandleAsync(HttpContext context, string hash, PaymentsApplication application)
    {
        if (hash.Length != 64 || !hash.All(char.IsAsciiHexDigitLower) || await application.Billing.Intake.FindDeliveryAsync(hash, context.RequestAborted) is null)
        {
            return Problem.NotFound("file of billing invoices");
        }

        return await application.Billing.Intake.FindReportAsync(hash, context.RequestAborted) switch
        {
            null => Answer.Pending(context, PathOf(hash), new PendingBilling(hash, "pending")),
            { Rejected: true } refused => new RejectedBillingAnswer(refused),
            var report => Answer.Json(StatusCodes.Status200OK, BillingReportBody.Of(report)),
        };
    }
}
