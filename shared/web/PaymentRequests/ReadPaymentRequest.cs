using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;

namespace Serverless.Web.PaymentRequests;

/// <summary>GET /api/payment-requests/{id}.</summary>
public static class ReadPaymentRequest
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/payment-requests/{id}", HandleAsync)
        .For(Role.Operations)
        .Describe("Read a payment request", "What SMART is told to pay for one entry of an approved mass payment, where it stands, and its moves in their order.")
        .Answers<PaymentRequestBody>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
        => await application.PaymentRequests.FindAsync(id, context.RequestAborted) is { } request
            ? await PaymentRequestAnswer.OfAsync(context, application, request)
            : Problem.NotFound("payment request");
}
