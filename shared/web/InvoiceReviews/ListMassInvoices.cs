using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.InvoiceReviews;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.InvoiceReviews;

/// <summary>GET /api/mass-payment-invoices.</summary>
public static class ListMassInvoices
{
    private static readonly QueryDescription[] Query =
    [
        new("status", "Received (waits for the office), Returned (waits for the provider), Verified or Superseded."),
        new("provider", "A provider's id."),
        new("after", "What the page before answered as next."),
        new("top", "At most so many, 1 to 500; 100 where nothing is said."),
    ];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(MassInvoiceAnswer.Root, HandleAsync)
        .ForAnyRole()
        .Describe("List invoices", "The invoices that you may see and that meet every given condition, in the order of receipt, without their lines. A page may hold fewer than asked for and still have a next one.")
        .TakesQuery(Query)
        .Answers<MassInvoiceList>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status400BadRequest);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        var query = new QueryNames(context, [.. Query.Select(name => name.Name)]);
        var status = query.OneOf<ReviewStatus>("status", "BAD_STATUS");
        var page = await application.InvoiceReviews.Queries.ListAsync(context.Caller(), status, query.Id("provider"), query.After(), query.Top(), context.RequestAborted);
        return Answer.Json(StatusCodes.Status200OK, new MassInvoiceList([.. page.Items.Select(MassInvoiceBody.Of)], page.Next));
    }
}
