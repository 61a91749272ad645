using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.ProviderPayments;

/// <summary>POST /api/provider-payments/{id}/sign (CARE-2).</summary>
public static class SignAttendance
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(ProviderPaymentAnswer.Root + "/{id}/sign", HandleAsync).IsAct(Role.Parent)
        .Describe("Sign the attendance sheet", "The parent signs exactly the sheet that stands, once; the payment is Received by it. Send the hash of the sheet that was shown, or its version as If-Match, so that no other one is signed.")
        .Takes<SignatureForm>();

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var body = await RequestBody.ReadAsync<SignatureForm>(context);
        var request = await ProviderPaymentAnswer.RequestAsync(context, application, id);
        var result = await application.ProviderPayments.Commands.SignAsync(context.Caller(), id, body.Name, body.SheetHash, request, context.RequestAborted);
        return await ProviderPaymentAnswer.OfAsync(context, application, result);
    }
}

/// <param name="Name">As the parent writes it, 1 to 100 characters.</param>
/// <param name="SheetHash">The hash of the sheet that the parent saw; 409 where another one stands.</param>
public sealed record SignatureForm(string Name, string? SheetHash = null);
