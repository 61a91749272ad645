using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.Payments;

/// <summary>POST /api/payments/{id}/hold.</summary>
public static class HoldPayment
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/payments/{id}/hold", HandleAsync).ForAnyRole().IsMove()
        .Describe("Hold a payment", "Keeps a payment in Submitted to CAPS out of the runs until it is released (UPI-6).")
        .Takes<ReasonBody>();

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var body = await RequestBody.ReadAsync<ReasonBody>(context);
        return await DecidePayment.DecideAsync(context, application, id, new DecisionRequest(PaymentAction.Hold, body.Reason));
    }
}
