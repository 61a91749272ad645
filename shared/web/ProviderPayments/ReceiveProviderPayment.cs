using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Payments;
using Serverless.Web.Requests;

namespace Serverless.Web.ProviderPayments;

/// <summary>POST /api/provider-payments/{id}/receive (CARE-2).</summary>
public static class ReceiveProviderPayment
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(ProviderPaymentAnswer.Root + "/{id}/receive", HandleAsync).IsAct(Role.Operations)
        .Describe("Mark a payment as received", "Marks what came on paper as Received by hand, once its sheet is entered; the submission stays New. A sheet that waits for the parent is received so with a reason, and is a paper one from then on.")
        .Takes<OptionalReasonBody>(optional: true);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var body = await RequestBody.ReadOptionalAsync<OptionalReasonBody>(context);
        var request = await ProviderPaymentAnswer.RequestAsync(context, application, id);
        var result = await application.ProviderPayments.Commands.ReceiveAsync(context.Caller(), id, body.Reason, request, context.RequestAborted);
        return await ProviderPaymentAnswer.OfAsync(context, application, result);
    }
}
