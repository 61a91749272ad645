using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.Payments;

/// <summary>POST /api/payments/{id}/release.</summary>
public static class ReleasePayment
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/payments/{id}/release", HandleAsync).ForAnyRole().IsMove()
        .Describe("Release a held payment", "It is in Submitted to CAPS again and goes with the next run.")
        .Takes<NoteBody>(optional: true);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var body = await RequestBody.ReadOptionalAsync<NoteBody>(context);
        return await DecidePayment.DecideAsync(context, application, id, new DecisionRequest(PaymentAction.Release, body.Note));
    }
}
