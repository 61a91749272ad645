using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.Payments;

/// <summary>POST /api/repair.</summary>
public static class RepairPayments
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/repair", HandleAsync)
        .For(Role.Admin)
        .Describe("Repair", "Sees to it that every payment that is not final has a running orchestration, raises decisions anew that are not settled, and makes the lists agree with the records. Repeating it does no harm.")
        .Takes<NoFields>(optional: true)
        .Answers<RepairReport>(StatusCodes.Status200OK);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        await RequestBody.ReadOptionalAsync<NoFields>(context);
        return Answer.Json(StatusCodes.Status200OK, await application.Repair.RunAsync(context.RequestAborted));
    }
}

/// <summary>A body without fields; it may be left out.</summary>
public sealed record NoFields;
