using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.Policies;

/// <summary>GET /api/approval-policy/history (UPI-7).</summary>
public static class ReadApprovalPolicyHistory
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(ReadApprovalPolicy.Path + "/history", HandleAsync)
        .For(Role.Admin, Role.Auditor)
        .Describe("Read the history of the approval policy", "Who changed it from what to what, the first change first.")
        .Answers<ApprovalPolicyHistory>(StatusCodes.Status200OK);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        var changes = await application.Policies.HistoryAsync(context.RequestAborted);
        return Answer.Json(StatusCodes.Status200OK, new ApprovalPolicyHistory([.. changes.Select(ApprovalPolicyHistoryEntry.Of)]));
    }
}
