using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Payments.InvoiceReviews;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.InvoiceReviews;

/// <summary>POST /api/mass-payment-invoices/{id}/verify (KEES-8).</summary>
public static class VerifyMassInvoice
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(MassInvoiceAnswer.Root + "/{id}/verify", HandleAsync).IsDecision(Role.Office)
        .Describe("Verify an invoice", "Finds it right and routes it to Operations: a draft of a mass payment is filled from its lines, each entry to be ticked by Operations. The body names the aid code, and the service, where the invoice does not; what it names holds. 422 with every fault of the lines where there are any.")
        .Takes<VerifyInvoiceBody>(optional: true)
        .Answers<MassInvoiceBody>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var body = await RequestBody.ReadOptionalAsync<VerifyInvoiceBody>(context);
        var request = await MassInvoiceAnswer.RequestAsync(context, application, id);
        var result = await application.InvoiceReviews.Commands.VerifyAsync(context.Caller(), id, new ReviewedPage(body.AidCode, body.ServiceId), request, context.RequestAborted);
        return MassInvoiceAnswer.Of(context, result);
    }
}

/// <param name="AidCode">ET or TAF Employment Svs; needed where the invoice names none.</param>
/// <param name="ServiceId">The provider's service of type Smart Vendor; needed where it has several and the invoice names none.</param>
public sealed record VerifyInvoiceBody(string? AidCode = null, string? ServiceId = null);
