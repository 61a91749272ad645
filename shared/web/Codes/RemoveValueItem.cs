using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.Codes;

/// <summary>DELETE /api/codes/{table}/{code} (SAN-11).</summary>
public static class RemoveValueItem
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete("/api/codes/{table}/{code}", HandleAsync)
        .For(Role.Admin)
        .Describe("Remove an entry of a code table", "Only while nothing was entered with it: 409 CODE_IN_USE otherwise, and it can be retired instead. Answers it as it was. Its history stays, and it can be made again.")
        .TakesIfMatch()
        .Answers<CodeItemBody>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status412PreconditionFailed);

    private static async Task<IResult> HandleAsync(HttpContext context, string table, string code, PaymentsApplication application)
        => ValueTableAddress.Check(table)
            ?? PutValueItem.Of(context, await application.Values.RemoveAsync(context.Caller(), table, code, context.RequestId(), IfMatch.Read(context.Request).Holds, context.RequestAborted));
}
