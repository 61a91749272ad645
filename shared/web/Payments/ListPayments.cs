using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.Directory;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Payments;

/// <summary>GET /api/payments.</summary>
public static class ListPayments
{
    private static readonly QueryDescription[] Query =
    [
        new("status", "A status by its display name, such as Waiting SC Approval."),
        new("provider", "A provider's id."),
        new("client", "A client's id, ten digits."),
        new("period", "The month of service, such as 2026-11."),
        new("q", "Contained in the payment's id, provider, client, service code or invoice number."),
        new("after", "What the page before answered as next."),
        new("top", "At most so many, 1 to 500; 100 where nothing is said."),
    ];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/payments", HandleAsync)
        .ForAnyRole()
        .Describe("List payments", "The payments that you may see and that meet every given condition, a page at a time. A page may hold fewer than asked for and still have a next one.")
        .TakesQuery(Query)
        .Answers<PaymentList>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status400BadRequest);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        var query = new QueryNames(context, [.. Query.Select(name => name.Name)]);
        var client = query.Text("client");
        if (client is not null && !Client.IsId(client))
        {
            return Problem.OfField(StatusCodes.Status400BadRequest, "BAD_CLIENT_ID", "client", "A client id has ten digits.");
        }

        var filter = new PaymentFilter(query.Status("status"), query.Id("provider"), client, query.Month("period"), query.Text("q"));
        var page = await application.Queries.ListAsync(context.Caller(), filter, query.After(), query.Top(), context.RequestAborted);
        return Answer.Json(StatusCodes.Status200OK, new PaymentList([.. page.Items.Select(PaymentBody.Of)], page.Next));
    }
}
