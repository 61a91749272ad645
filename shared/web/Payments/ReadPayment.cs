using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Payments;

/// <summary>GET /api/payments/{id}.</summary>
public static class ReadPayment
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/payments/{id}", HandleAsync)
        .ForAnyRole()
        .Describe("Read a payment", "The payment as it is now, with its version as ETag.")
        .Answers<PaymentBody>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        if (await application.Queries.FindAsync(context.Caller(), id, context.RequestAborted) is not { } payment)
        {
            return Problem.NotFound("payment");
        }

        var escalation = await application.Escalations.FindAsync(payment, context.RequestAborted);
        return Answer.Versioned(context, payment.Version, PaymentBody.Of(payment) with { EscalatedAt = escalation?.At });
    }
}
