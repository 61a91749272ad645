using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;

namespace Serverless.Web.Remittances;

/// <summary>DELETE /api/remittances/{id}/checks/current (SAN-2).</summary>
public static class DeleteCheck
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete(RemittanceBody.Root + "/{id}/checks/current", HandleAsync)
        .For(Role.Biller)
        .Describe("Delete the current check", "With all of its rows. 409 NO_CHECK where there is none.")
        .TakesIfMatch()
        .Answers<RemittanceBody>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status412PreconditionFailed);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var request = await RemittanceAnswer.RequestAsync(context, application, id);
        return await RemittanceAnswer.OfAsync(context, application, await application.Remittances.Commands.DeleteCheckAsync(context.Caller(), id, request, context.RequestAborted));
    }
}
