using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Payments;
using Serverless.Web.Requests;

namespace Serverless.Web.ProviderPayments;

/// <summary>POST /api/provider-payments/{id}/withdraw (CARE-3).</summary>
public static class WithdrawAdjustment
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(ProviderPaymentAnswer.Root + "/{id}/withdraw", HandleAsync)
        .For(Role.Operations, Role.Manager, Role.Ofo)
        .Describe("Withdraw an adjustment", "Gives an adjustment up for good before it is paid; what was set aside is released. 409 where an export has taken it.")
        .Takes<OptionalReasonBody>(optional: true)
        .TakesIfMatch()
        .Answers<AdjustmentBody>(StatusCodes.Status200OK)
        .RefusesAct();

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var body = await RequestBody.ReadOptionalAsync<OptionalReasonBody>(context);
        var ifVersion = await ProviderPaymentAnswer.IfVersionAsync(context, application, id);
        return ProviderPaymentAnswer.Of(context, await application.ProviderPayments.Adjustments.WithdrawAsync(context.Caller(), id, body.Reason, context.RequestId(), ifVersion, context.RequestAborted));
    }
}
