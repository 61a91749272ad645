using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals.Policies;
using Serverless.Payments.Identity;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Policies;

/// <summary>PUT /api/approval-policy (UPI-7).</summary>
public static class PutApprovalPolicy
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut(ReadApprovalPolicy.Path, HandleAsync)
        .For(Role.Admin)
        .Describe("Set the approval policy", "Holds for the stages that payments enter from now on; those that wait keep the version they entered their stage with.")
        .Takes<ApprovalPolicyChange>()
        .TakesIfMatch()
        .Answers<ApprovalPolicyBody>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status412PreconditionFailed, StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        var policy = (await RequestBody.ReadAsync<ApprovalPolicyChange>(context)).ToPolicy();
        var faults = ApprovalPolicyRules.Check(policy);
        if (faults.Count > 0)
        {
            return Problem.Of(StatusCodes.Status422UnprocessableEntity, "INVALID", string.Join(' ', faults.Select(fault => fault.Message)), [.. faults.Select(fault => new ProblemError(fault.Code, fault.Field, fault.Message))]);
        }

        var ifMatch = IfMatch.Read(context.Request);
        return await application.Policies.PutAsync(policy, context.Caller().User, application.Calendar.Now, context.RequestId(), ifMatch.Holds, context.RequestAborted) is { } changed
            ? Answer.Versioned(context, changed.Version, ApprovalPolicyBody.Of(changed))
            : IfMatch.Stale("approval policy");
    }
}
