using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;

namespace Serverless.Web.Remittances;

/// <summary>DELETE /api/remittances/{id} (SAN-6).</summary>
public static class DiscardRemittance
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete(RemittanceBody.Root + "/{id}", HandleAsync)
        .For(Role.Biller)
        .Describe("Discard a session", "One that is open or saved, for good: nothing of it is posted. It stays readable as Discarded. One that came as a dropped file is discarded by any biller.")
        .TakesIfMatch()
        .Answers<RemittanceBody>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status412PreconditionFailed);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var request = await RemittanceAnswer.RequestAsync(context, application, id);
        return await RemittanceAnswer.OfAsync(context, application, await application.Remittances.Commands.DiscardAsync(context.Caller(), id, request, context.RequestAborted));
    }
}
