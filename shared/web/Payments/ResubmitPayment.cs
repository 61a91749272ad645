using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.Payments;

/// <summary>POST /api/payments/{id}/resubmit.</summary>
public static class ResubmitPayment
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/payments/{id}/resubmit", HandleAsync).For(Role.Provider).IsMove()
        .Describe("Resubmit a payment", "In Error, corrects the payment itself. On a final status other than Paid by CAPS, makes one new payment that names the old one; the Location leads to it. Fields that are left out stay as they are (UPI-2).")
        .Takes<FactsCorrection>(optional: true);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var correction = await RequestBody.ReadOptionalAsync<FactsCorrection>(context);
        return await DecidePayment.DecideAsync(context, application, id, new DecisionRequest(PaymentAction.Resubmit, Correction: correction));
    }
}
