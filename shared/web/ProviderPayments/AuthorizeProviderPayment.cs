using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Payments.ProviderPayments;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Payments;
using Serverless.Web.Requests;

namespace Serverless.Web.ProviderPayments;

/// <summary>POST /api/provider-payments/{id}/authorize (CARE-3).</summary>
public static class AuthorizeProviderPayment
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(ProviderPaymentAnswer.Root + "/{id}/authorize", HandleAsync).IsAct(Role.Operations, Role.Manager, Role.Ofo)
        .Describe("Authorise a payment or an adjustment", "Operations authorise a payment that is Received: its amount is calculated from attendance and rate, and set aside; 422 with everything that stands against it, and the status stays. An adjustment is authorised by operations, manager or ofo, and never by its author; the answer is an AdjustmentBody then.")
        .Takes<NoteBody>(optional: true);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var body = await RequestBody.ReadOptionalAsync<NoteBody>(context);
        var request = await ProviderPaymentAnswer.RequestAsync(context, application, id);
        if (ProviderPaymentIds.IsAdjustment(id))
        {
            return ProviderPaymentAnswer.Of(context, await application.ProviderPayments.Adjustments.AuthorizeAsync(context.Caller(), id, context.RequestId(), request.IfVersion, body.Note, context.RequestAborted));
        }

        var result = await application.ProviderPayments.Commands.AuthorizeAsync(context.Caller(), id, body.Note, request, context.RequestAborted);
        return await ProviderPaymentAnswer.OfAsync(context, application, result);
    }
}
