using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.InvoiceReviews;

/// <summary>POST /api/mass-payment-invoices (KEES-8).</summary>
public static class PostMassInvoice
{
    private static readonly QueryDescription[] Query =
    [
        new("providerId", "The provider; the office must name it, a provider's user sends its own alone."),
        new("serviceId", "Its service of type Smart Vendor; may be left out where it has one alone, or for the office to choose."),
        new("aidCode", "ET or TAF Employment Svs, for every line; may be left to the office."),
    ];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(MassInvoiceAnswer.Root, HandleAsync)
        .For(Role.Provider, Role.Office)
        .Describe("Send in an invoice", "A provider's invoice for many participants: CSV or JSON as for the upload of a mass payment, with the same invoice_number on each of at most 10,000 lines. It waits for the local office. A file that cannot be read is refused whole, with every fault by line and field; what is wrong with a text is kept with its line. A number that another invoice of the provider has which is not superseded is 409.")
        .TakesQuery(Query)
        .TakesInvoice();

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        var query = new QueryNames(context, [.. Query.Select(name => name.Name)]);
        var receipt = await MassInvoiceAnswer.ReadReceiptAsync(context, query);
        var result = await application.InvoiceReviews.Receipts.ReceiveAsync(context.Caller(), receipt, context.RequestId(), context.RequestAborted);
        return await MassInvoiceAnswer.MadeAsync(context, application, result);
    }
}
