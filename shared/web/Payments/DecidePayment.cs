using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.Payments;

/// <summary>What the endpoints that move a payment have in common: POST /api/payments/{id}/….</summary>
internal static class DecidePayment
{
    /// <param name="routes">Where it is mapped.</param>
    /// <param name="move">The last part of the address.</param>
    /// <param name="handler">What answers.</param>
    /// <param name="roles">Who may ever ask; nobody named where delegates and superiors may, who have any role (UPI-7).</param>
    public static RouteHandlerBuilder MapMove(this IEndpointRouteBuilder routes, string move, Delegate handler, params Role[] roles)
        => (roles.Length == 0 ? routes.MapPost($"/api/payments/{{id}}/{move}", handler).ForAnyRole() : routes.MapPost($"/api/payments/{{id}}/{move}", handler).For(roles))
            .TakesIfMatch()
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
