using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;

namespace Serverless.Web.Remittances;

/// <summary>DELETE /api/remittances/{id}/queue (SAN-4).</summary>
public static class ClearQueue
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete(RemittanceBody.Root + "/{id}/queue", HandleAsync)
        .For(Role.Biller)
        .Describe("Clear the queue", "Every row of every check is gone; the checks stay, and the first is the current one again.")
        .TakesIfMatch()
        .Answers<RemittanceBody>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status412PreconditionFailed);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var request = await RemittanceAnswer.RequestAsync(context, application, id);
        return await RemittanceAnswer.OfAsync(context, application, await application.Remittances.Commands.ClearQueueAsync(context.Caller(), id, request, context.RequestAborted));
    }
}
