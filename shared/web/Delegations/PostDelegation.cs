using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Delegations;

/// <summary>POST /api/delegations (UPI-7).</summary>
public static class PostDelegation
{
    internal const string Path = "/api/delegations";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(Path, HandleAsync)
        .ForAnyRole()
        .Describe("Let somebody act for you", "During an absence, as the assignee and under the same segregation of duties. It does not pass on. An admin does it for others.")
        .Takes<NewDelegation>()
        .Answers<DelegationBody>(StatusCodes.Status201Created)
        .Refuses(StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        var asked = await RequestBody.ReadAsync<NewDelegation>(context);
        var caller = context.Caller();
        var result = await application.Absences.RecordAsync(caller, asked.From ?? caller.User, asked.To, asked.Begin, asked.End, context.RequestId(), context.RequestAborted);
        return result.Delegation is { } delegation
            ? Answer.Json(StatusCodes.Status201Created, DelegationBody.Of(delegation, application.Calendar.Today))
            : Problem.Of(result.Refusal ?? throw new InvalidOperationException("Recording a delegation led to nothing."));
    }
}
