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

/// <summary>POST /api/payments/{id}/delete.</summary>
public static class DeletePayment
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/payments/{id}/delete", HandleAsync).For(Role.Provider).IsMove()
        .Describe("Delete a payment", "Withdraws a payment in Error, or one that nobody has approved yet. It stays readable.")
        .Takes<OptionalReasonBody>(optional: true);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var body = await RequestBody.ReadOptionalAsync<OptionalReasonBody>(context);
        return await DecidePayment.DecideAsync(context, application, id, new DecisionRequest(PaymentAction.Delete, body.Reason));
    }
}
