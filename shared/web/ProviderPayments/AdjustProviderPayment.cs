using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Amounts;
using Serverless.Payments.Identity;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.ProviderPayments;

/// <summary>POST /api/provider-payments/{id}/adjust (CARE-3).</summary>
public static class AdjustProviderPayment
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(ProviderPaymentAnswer.Root + "/{id}/adjust", HandleAsync)
        .For(Role.Operations)
        .Describe("Correct a paid payment", "Writes an adjustment, located by the answer, by which the provider gets more or less. Somebody else authorises it, and the next export pays it. 409 where the payment is not Paid; 422 where it would fall below zero.")
        .Takes<AdjustmentForm>()
        .TakesIfMatch()
        .Answers<AdjustmentBody>(StatusCodes.Status201Created)
        .RefusesAct();

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var body = await RequestBody.ReadAsync<AdjustmentForm>(context);
        var ifVersion = await ProviderPaymentAnswer.IfVersionAsync(context, application, id);
        var result = await application.ProviderPayments.Adjustments.AdjustAsync(context.Caller(), id, body.Amount, body.Reason, context.RequestId(), ifVersion, context.RequestAborted);
        if (result.Adjustment is not { } adjustment)
        {
            return Problem.Of(result.Refusal ?? throw new InvalidOperationException("An adjustment led to nothing."));
        }

        Answer.Locate(context, ProviderPaymentAnswer.PathOf(adjustment.Id));
        Answer.TagVersion(context, adjustment.Version);
        return Answer.Json(StatusCodes.Status201Created, AdjustmentBody.Of(adjustment));
    }
}

/// <param name="Amount">The difference: above zero where the provider gets more, below where less; not zero.</param>
/// <param name="Reason">Why, 1 to 500 characters.</param>
public sealed record AdjustmentForm(Money Amount, string Reason);
