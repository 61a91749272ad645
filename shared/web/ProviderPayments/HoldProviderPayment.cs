using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.ProviderPayments;

/// <summary>POST /api/provider-payments/{id}/hold (CARE-3).</summary>
public static class HoldProviderPayment
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(ProviderPaymentAnswer.Root + "/{id}/hold", HandleAsync).IsAct(Role.Operations)
        .Describe("Put a payment on hold", "From Received or Authorized, with the question to the provider, who is told; what was set aside is released. 409 where an export has taken it.")
        .Takes<QuestionForm>();

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var body = await RequestBody.ReadAsync<QuestionForm>(context);
        var request = await ProviderPaymentAnswer.RequestAsync(context, application, id);
        var result = await application.ProviderPayments.Commands.HoldAsync(context.Caller(), id, body.Question, request, context.RequestAborted);
        return await ProviderPaymentAnswer.OfAsync(context, application, result);
    }
}

/// <param name="Question">What the provider is to say, 1 to 1,000 characters.</param>
public sealed record QuestionForm(string Question);
