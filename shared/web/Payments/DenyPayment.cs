using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.Payments;

/// <summary>POST /api/payments/{id}/deny.</summary>
public static class DenyPayment
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/payments/{id}/deny", HandleAsync).ForAnyRole().IsMove()
        .Describe("Deny a payment", "Denies it for ever: by the support coordinator, by DSPD, or by OFO where CAPS holds it.")
        .Takes<ReasonBody>();

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var body = await RequestBody.ReadAsync<ReasonBody>(context);
        return await DecidePayment.DecideAsync(context, application, id, new DecisionRequest(PaymentAction.Deny, body.Reason));
    }
}
