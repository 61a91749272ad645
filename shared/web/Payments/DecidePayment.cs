using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.Payments;

/// <summary>What the endpoints that move a payment have in common: POST /api/payments/{id}/….</summary>
internal static class DecidePayment
{
    /// <summary>What it takes and answers. Any role may ask where delegates and superiors may, who have any (UPI-7).</summary>
    public static RouteHandlerBuilder IsMove(this RouteHandlerBuilder endpoint)
        => endpoint.TakesIfMatch()
            .Answers<PaymentBody>(StatusCodes.Status200OK)
            .Answers<PendingPayment>(StatusCodes.Status202Accepted)
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status412PreconditionFailed, StatusCodes.Status422UnprocessableEntity);

    public static async Task<IResult> DecideAsync(HttpContext context, PaymentsApplication application, string paymentId, DecisionRequest request)
    {
        var seen = await IfMatch.Read(context.Request).AgainstAsync(async () => (await application.Queries.FindAsync(context.Caller(), paymentId, context.RequestAborted))?.Version);
        var conditional = request with { IfVersion = seen };
        var result = await application.Payments.DecideAsync(context.Caller(), paymentId, conditional, context.RequestId(), context.RequestAborted);
        return PaymentAnswer.Of(context, result, StatusCodes.Status200OK, paymentId);
    }
}
