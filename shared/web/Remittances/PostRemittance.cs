using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Payments.Remittances;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Payments;
using Serverless.Web.Requests;

namespace Serverless.Web.Remittances;

/// <summary>POST /api/remittances/{id}/post (SAN-6).</summary>
public static class PostRemittance
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(RemittanceBody.Root + "/{id}/post", HandleAsync)
        .For(Role.Biller)
        .Describe("Post Now", "Posts all of the session or none of it, exactly once, however often it is asked for. 422 with everything that is missing: the checks must add up to the batch total, and each must be fully posted (SAN-2, SAN-5). 409 INVOICES_MOVED, with an error for each invoice, where something was posted to them since they were queued; the session is open then, and reading it says the same. 202 while it is at work after 2 s; the Location is the session.")
        .Takes<NoFields>(optional: true)
        .TakesIfMatch()
        .Answers<RemittanceBody>(StatusCodes.Status200OK)
        .Answers<RemittanceBody>(StatusCodes.Status202Accepted)
        .Refuses(StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status412PreconditionFailed, StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        await RequestBody.ReadOptionalAsync<NoFields>(context);
        var request = await RemittanceAnswer.RequestAsync(context, application, id);
        var result = await application.Remittances.Commands.PostAsync(context.Caller(), id, request, context.RequestAborted);
        return result.State is { Remittance.Status: RemittanceStatus.Posting } state
            ? Answer.Pending(context, RemittanceBody.PathOf(id), await RemittanceAnswer.ChangedAsync(context, application, state))
            : await RemittanceAnswer.OfAsync(context, application, result);
    }
}
