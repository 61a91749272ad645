using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.Payments;

/// <summary>POST /api/payments.</summary>
public static class SubmitPayment
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/payments", HandleAsync)
        .For(Role.Provider)
        .Describe("Submit a payment", "Makes a payment of your own provider. It is in Waiting SC Approval, or in Error with what the validation found.")
        .Takes<PaymentFacts>()
        .Answers<PaymentBody>(StatusCodes.Status201Created)
        .Answers<PendingPayment>(StatusCodes.Status202Accepted);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        var facts = await RequestBody.ReadAsync<PaymentFacts>(context);
        var result = await application.Payments.SubmitAsync(context.Caller(), facts, context.RequestId(), context.RequestAborted);
        return PaymentAnswer.Of(context, result, StatusCodes.Status201Created);
    }
}
