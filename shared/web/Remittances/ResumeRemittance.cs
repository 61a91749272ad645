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

/// <summary>POST /api/remittances/{id}/resume (SAN-6).</summary>
public static class ResumeRemittance
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(RemittanceBody.Root + "/{id}/resume", HandleAsync)
        .For(Role.Biller)
        .Describe("Resume a saved session", "One that came as a dropped file becomes yours with it.")
        .Takes<NoFields>(optional: true)
        .TakesIfMatch()
        .Answers<RemittanceBody>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status412PreconditionFailed);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        await RequestBody.ReadOptionalAsync<NoFields>(context);
        var request = await RemittanceAnswer.RequestAsync(context, application, id);
        return await RemittanceAnswer.OfAsync(context, application, await application.Remittances.Commands.ResumeAsync(context.Caller(), id, request, context.RequestAborted));
    }
}
