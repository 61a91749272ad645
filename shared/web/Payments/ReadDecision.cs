using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Payments;

/// <summary>GET /api/payments/{id}/decisions/{decisionId}: where a 202 leads to.</summary>
public static class ReadDecision
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/payments/{id}/decisions/{decisionId}", HandleAsync)
        .ForAnyRole()
        .Describe("Read a decision", "What became of a decision that was answered by 202: pending, applied with the payment as it is now, or refused with the problem.")
        .Answers<DecisionBody>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, string decisionId, PaymentsApplication application)
    {
        if (!PaymentFactsForm.IsId(decisionId))
        {
            return Problem.NotFound("decision");
        }

        // Whether it is there for the caller comes first: a refusal may be "not found", or what the decision led to.
        if (await application.Queries.FindAsync(context.Caller(), id, context.RequestAborted) is null
            || await application.Records.FindDecisionAsync(id, decisionId, context.RequestAborted) is not { } decision)
        {
            return Problem.NotFound("decision");
        }

        var result = await application.Payments.ReadDecisionAsync(context.Caller(), id, decisionId, context.RequestAborted);
        var status = result switch
        {
            { Payment: not null } => "applied",
            { Refusal: not null } => "refused",
            _ => "pending",
        };
        return Answer.Json(StatusCodes.Status200OK, new DecisionBody(
            decision.Id,
            decision.PaymentId,
            decision.Action.ToString().ToLowerInvariant(),
            decision.At,
            status,
            result.Payment is { } payment ? PaymentBody.Of(payment) : null,
            result.Refusal is { } refusal ? Problem.BodyOf(refusal) : null));
    }
}

/// <param name="Action">What was asked: approve, deny, review, resubmit, delete, hold or release.</param>
/// <param name="Status"><c>pending</c>, <c>applied</c> or <c>refused</c>.</param>
/// <param name="Payment">Where it was applied: the payment as it is now.</param>
/// <param name="Problem">Where it was refused: why.</param>
public sealed record DecisionBody(string Id, string PaymentId, string Action, DateTimeOffset At, string Status, PaymentBody? Payment = null, ProblemBody? Problem = null);
