using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.InvoiceReviews;

/// <summary>GET /api/mass-payment-invoices/{id}/decisions/{decisionId}: where a 202 leads to.</summary>
public static class ReadInvoiceDecision
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(MassInvoiceAnswer.Root + "/{id}/decisions/{decisionId}", HandleAsync)
        .ForAnyRole()
        .Describe("Read a decision on an invoice", "What became of a decision that was answered by 202: pending, applied with the invoice as it is now (for a correction, the corrected one), or refused with the problem.")
        .Answers<InvoiceDecisionBody>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, string decisionId, PaymentsApplication application)
    {
        if (!PaymentFactsForm.IsId(decisionId)
            || await application.InvoiceReviews.Commands.ReadDecisionAsync(context.Caller(), id, decisionId, context.RequestAborted) is not var (decision, result))
        {
            return Problem.NotFound("decision");
        }

        var status = result switch
        {
            { Invoice: not null } => "applied",
            { Refusal: not null } => "refused",
            _ => "pending",
        };
        return Answer.Json(StatusCodes.Status200OK, new InvoiceDecisionBody(
            decision.Id,
            decision.InvoiceId,
            decision.Action.ToString().ToLowerInvariant(),
            decision.At,
            status,
            result.Invoice is { } invoice ? MassInvoiceBody.Of(invoice) : null,
            result.Refusal is { } refusal ? Problem.BodyOf(refusal) : null));
    }
}

/// <param name="Action">What was asked: verify, return or correct.</param>
/// <param name="Status"><c>pending</c>, <c>applied</c> or <c>refused</c>.</param>
/// <param name="Invoice">Where it was applied: the invoice as it is now.</param>
/// <param name="Problem">Where it was refused: why.</param>
public sealed record InvoiceDecisionBody(string Id, string InvoiceId, string Action, DateTimeOffset At, string Status, MassInvoiceBody? Invoice = null, ProblemBody? Problem = null);
