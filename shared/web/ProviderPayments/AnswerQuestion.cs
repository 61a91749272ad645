using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.ProviderPayments;

/// <summary>POST /api/provider-payments/{id}/answer (CARE-3).</summary>
public static class AnswerQuestion
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(ProviderPaymentAnswer.Root + "/{id}/answer", HandleAsync).IsAct(Role.Provider, Role.Operations)
        .Describe("Answer the open question", "The provider answers, or operations record an answer that came by telephone or on paper, and the payment is Received again. 409 where no question is open.")
        .Takes<AnswerForm>();

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var body = await RequestBody.ReadAsync<AnswerForm>(context);
        var request = await ProviderPaymentAnswer.RequestAsync(context, application, id);
        var result = await application.ProviderPayments.Commands.AnswerAsync(context.Caller(), id, body.Answer, request, context.RequestAborted);
        return await ProviderPaymentAnswer.OfAsync(context, application, result);
    }
}

/// <param name="Answer">What the provider says, 1 to 1,000 characters.</param>
public sealed record AnswerForm(string Answer);
