using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.ProviderPayments;

/// <summary>GET /api/provider-payments/{id}/acts/{actId}: where a 202 leads to.</summary>
public static class ReadAttendanceAct
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(ProviderPaymentAnswer.Root + "/{id}/acts/{actId}", HandleAsync)
        .ForAnyRole()
        .Describe("Read an act on a provider payment", "What became of an act that was answered by 202: pending, applied with the payment as it is now, or refused with the problem.")
        .Answers<AttendanceActBody>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, string actId, PaymentsApplication application)
    {
        if (!PaymentFactsForm.IsId(actId)
            || await application.ProviderPayments.Commands.ReadActAsync(context.Caller(), id, actId, context.RequestAborted) is not var (act, result))
        {
            return Problem.NotFound("act");
        }

        var status = result switch
        {
            { Payment: not null } => "applied",
            { Refusal: not null } => "refused",
            _ => "pending",
        };
        return Answer.Json(StatusCodes.Status200OK, new AttendanceActBody(
            act.Id,
            act.PaymentId,
            ProviderPaymentHistoryEntry.NameOf(act.Action),
            act.At,
            status,
            result.Payment is { } payment ? await ProviderPaymentAnswer.BodyAsync(context, application, payment) : null,
            result.Refusal is { } refusal ? Problem.BodyOf(refusal) : null));
    }
}

/// <param name="Action">What was asked: submit, enter, sign, receive, authorize, hold or answer.</param>
/// <param name="Status"><c>pending</c>, <c>applied</c> or <c>refused</c>.</param>
/// <param name="Payment">Where it was applied: the payment as it is now.</param>
/// <param name="Problem">Where it was refused: why.</param>
public sealed record AttendanceActBody(string Id, string PaymentId, string Action, DateTimeOffset At, string Status, ProviderPaymentBody? Payment = null, ProblemBody? Problem = null);
