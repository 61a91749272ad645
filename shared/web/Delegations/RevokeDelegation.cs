using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Delegations;

/// <summary>DELETE /api/delegations/{id} (UPI-7).</summary>
public static class RevokeDelegation
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete(PostDelegation.Path + "/{id}", HandleAsync)
        .ForAnyRole()
        .Describe("End a delegation", "From now on; what was decided stands. By the absent person or an admin. One that was ended before is answered as it is.")
        .Answers<DelegationBody>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var result = await application.Absences.RevokeAsync(context.Caller(), id, context.RequestAborted);
        return result.Delegation is { } delegation
            ? Answer.Json(StatusCodes.Status200OK, DelegationBody.Of(delegation, application.Calendar.Today))
            : Problem.Of(result.Refusal ?? throw new InvalidOperationException("Revoking a delegation led to nothing."));
    }
}
