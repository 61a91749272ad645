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

/// <summary>POST /api/payments/{id}/review.</summary>
public static class ReviewPayment
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/payments/{id}/review", HandleAsync).For(Role.Provider).IsMove()
        .Describe("Send a payment in Error to the support coordinator", "The note says what to look at; the payment is in Review then.")
        .Takes<RequiredNoteBody>();

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var body = await RequestBody.ReadAsync<RequiredNoteBody>(context);
        return await DecidePayment.DecideAsync(context, application, id, new DecisionRequest(PaymentAction.Review, body.Note));
    }
}
