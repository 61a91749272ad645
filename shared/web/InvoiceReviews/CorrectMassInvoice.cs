using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.InvoiceReviews;

/// <summary>POST /api/mass-payment-invoices/{id}/correct (KEES-8).</summary>
public static class CorrectMassInvoice
{
    private static readonly QueryDescription[] Query =
    [
        new("providerId", "May be left out; it stays the same."),
        new("serviceId", "Stays the same where it is left out."),
        new("aidCode", "Stays the same where it is left out."),
    ];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(MassInvoiceAnswer.Root + "/{id}/correct", HandleAsync).IsDecision(Role.Provider, Role.Office)
        .Describe("Correct an invoice", "Takes the corrected invoice for one that was returned. It is a new invoice, located by the answer, that waits for the local office and supersedes the old one; both are kept and name each other. It may have the same number or another. The office corrects what it received for the provider.")
        .TakesQuery(Query)
        .TakesInvoice();

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var query = new QueryNames(context, [.. Query.Select(name => name.Name)]);
        var receipt = await MassInvoiceAnswer.ReadReceiptAsync(context, query);
        var request = await MassInvoiceAnswer.RequestAsync(context, application, id);
        var result = await application.InvoiceReviews.Commands.CorrectAsync(context.Caller(), id, receipt, request, context.RequestAborted);
        return await MassInvoiceAnswer.MadeAsync(context, application, result);
    }
}
