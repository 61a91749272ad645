using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.InvoiceReviews;

/// <summary>POST /api/mass-payment-invoices/{id}/return (KEES-8).</summary>
public static class ReturnMassInvoice
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(MassInvoiceAnswer.Root + "/{id}/return", HandleAsync).IsDecision(Role.Office)
        .Describe("Return an invoice", "Finds it wrong and returns it to the provider with the reasons. The provider and the Regional Provider Agreement Manager are told, and reminded until the corrected invoice comes.")
        .Takes<ReasonsBody>()
        .Answers<MassInvoiceBody>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var body = await RequestBody.ReadAsync<ReasonsBody>(context);
        var request = await MassInvoiceAnswer.RequestAsync(context, application, id);
        var result = await application.InvoiceReviews.Commands.ReturnAsync(context.Caller(), id, body.Reasons, request, context.RequestAborted);
        return MassInvoiceAnswer.Of(context, result);
    }
}

/// <param name="Reasons">What the provider must correct: 1 to 20, of up to 500 characters each.</param>
public sealed record ReasonsBody(IReadOnlyList<string> Reasons);
