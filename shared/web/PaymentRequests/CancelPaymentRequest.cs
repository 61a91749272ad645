using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Payments;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.PaymentRequests;

/// <summary>POST /api/payment-requests/{id}/cancel.</summary>
public static class CancelPaymentRequest
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/payment-requests/{id}/cancel", HandleAsync).IsMove()
        .Describe("Cancel a payment request", "Gives it up for good, with a reason, while SMART has neither taken nor paid it: what was set aside is released, and its need may be made anew.")
        .Takes<ReasonBody>();

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var body = await RequestBody.ReadAsync<ReasonBody>(context);
        if (string.IsNullOrWhiteSpace(body.Reason))
        {
            return Problem.OfField(StatusCodes.Status422UnprocessableEntity, "REQUIRED", "reason", "Say why the payment request is cancelled: reason must not be empty.");
        }

        if (PaymentRequestAnswer.CheckNote("reason", body.Reason) is { } tooLong)
        {
            return tooLong;
        }

        var ifVersion = await PaymentRequestAnswer.IfVersionAsync(context, application, id);
        var result = await application.RequestMoves.CancelAsync(context.Caller(), id, body.Reason, context.RequestId(), ifVersion, context.RequestAborted);
        return await PaymentRequestAnswer.OfAsync(context, application, result);
    }
}
