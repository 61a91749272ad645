using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;

namespace Serverless.Web.MassPayments;

/// <summary>DELETE /api/mass-payments/{id}/entries/{n}.</summary>
public static class RemoveEntry
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete("/api/mass-payments/{id}/entries/{n}", HandleAsync)
        .For(Role.Operations)
        .Describe("Remove an entry of a draft", "Its number is not used again. The answer holds the entries where there are at most 500.")
        .TakesIfMatch()
        .Answers<MassPaymentWithEntries>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status412PreconditionFailed);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, string n, PaymentsApplication application)
    {
        var ifVersion = await MassPaymentAnswer.IfVersionAsync(context, application, id);
        var result = await application.MassPaymentDrafts.RemoveAsync(id, MassPaymentAnswer.NumberOf(n), context.RequestId(), ifVersion, context.RequestAborted);
        return await MassPaymentAnswer.OfAsync(context, application, result);
    }
}
