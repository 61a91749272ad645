using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Payments;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Parked;

/// <summary>POST /api/parked/{id}/requeue.</summary>
public static class RequeueParked
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/parked/{id}/requeue", HandleAsync)
        .For(Role.Admin)
        .Describe("Requeue a parked message", "Delivers it anew, with all its attempts; remove the cause before. 404 where it is not parked any more: it was requeued already, or its orchestration has ended.")
        .Takes<NoFields>(optional: true)
        .Answers<RequeuedBody>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, ILogger<ParkedMessages> logger)
    {
        await RequestBody.ReadOptionalAsync<NoFields>(context);
        if (context.RequestServices.GetService<ParkedMessages>() is not { } parked
            || !long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || !await parked.RequeueAsync(number, context.RequestAborted))
        {
            return Problem.NotFound("parked message");
        }

        Log.Requeued(logger, number, context.Caller().User);
        return Answer.Json(StatusCodes.Status200OK, new RequeuedBody(number, "Requeued"));
    }
}

/// <param name="Status">Always <c>Requeued</c>; where it fails again, it is parked again under another id.</param>
public sealed record RequeuedBody(long Id, string Status);
