using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Payments;
using Serverless.Web.Requests;

namespace Serverless.Web.PaymentRequests;

/// <summary>POST /api/payment-requests/{id}/authorize.</summary>
public static class AuthorizePaymentRequest
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/payment-requests/{id}/authorize", HandleAsync).IsMove()
        .Describe("Authorise a payment request again", "After SMART found it at fault or withheld it, and that is mended: the next run sends it under a new attempt.")
        .Takes<NoteBody>(optional: true);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var body = await RequestBody.ReadOptionalAsync<NoteBody>(context);
        if (PaymentRequestAnswer.CheckNote("note", body.Note) is { } tooLong)
        {
            return tooLong;
        }

        var ifVersion = await PaymentRequestAnswer.IfVersionAsync(context, application, id);
        var result = await application.RequestMoves.AuthorizeAsync(context.Caller(), id, body.Note, context.RequestId(), ifVersion, context.RequestAborted);
        return await PaymentRequestAnswer.OfAsync(context, application, result);
    }
}
