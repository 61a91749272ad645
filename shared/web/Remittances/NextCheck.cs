using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Payments;
using Serverless.Web.Requests;

namespace Serverless.Web.Remittances;

/// <summary>POST /api/remittances/{id}/checks/next (SAN-2).</summary>
public static class NextCheck
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(RemittanceBody.Root + "/{id}/checks/next", HandleAsync)
        .For(Role.Biller)
        .Describe("Go to the next check", "Only once the current one is fully posted: 422 NOT_FULLY_POSTED while something of it remains.")
        .Takes<NoFields>(optional: true)
        .TakesIfMatch()
        .Answers<RemittanceBody>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status412PreconditionFailed, StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        await RequestBody.ReadOptionalAsync<NoFields>(context);
        var request = await RemittanceAnswer.RequestAsync(context, application, id);
        return await RemittanceAnswer.OfAsync(context, application, await application.Remittances.Commands.NextAsync(context.Caller(), id, request, context.RequestAborted));
    }
}
