using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;

namespace Serverless.Web.MassPayments;

/// <summary>DELETE /api/mass-payments/{id}.</summary>
public static class DiscardMassPayment
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete("/api/mass-payments/{id}", HandleAsync)
        .For(Role.Operations)
        .Describe("Discard a draft", "Gives it up for good. It stays readable as Discarded, and nothing of it ever existed. One that an invoice filled is 409 FROM_INVOICE, because the invoice makes no other.")
        .TakesIfMatch()
        .Answers<MassPaymentWithEntries>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status412PreconditionFailed);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var ifVersion = await MassPaymentAnswer.IfVersionAsync(context, application, id);
        var result = await application.MassPaymentDrafts.DiscardAsync(id, context.RequestId(), ifVersion, context.RequestAborted);
        return await MassPaymentAnswer.OfAsync(context, application, result);
    }
}
