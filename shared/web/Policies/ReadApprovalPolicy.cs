using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.Policies;

/// <summary>GET /api/approval-policy (UPI-7).</summary>
public static class ReadApprovalPolicy
{
    internal const string Path = "/api/approval-policy";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(Path, HandleAsync)
        .ForAnyRole()
        .Describe("Read the approval policy", "How approvals go, with the ETag to change it by. A payment keeps the version that was in force when it entered its stage. Version 0 are the defaults.")
        .Answers<ApprovalPolicyBody>(StatusCodes.Status200OK);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        var policy = await application.Policies.ReadAsync(context.RequestAborted);
        return Answer.Versioned(context, policy.Version, ApprovalPolicyBody.Of(policy));
    }
}
