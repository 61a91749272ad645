using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.Payments;

/// <summary>GET /api/inbox.</summary>
public static class ReadInbox
{
    private static readonly QueryDescription[] Query =
    [
        new("after", "What the page before answered as next."),
        new("top", "At most so many, 1 to 500; 100 where nothing is said."),
    ];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/inbox", HandleAsync)
        .ForAnyRole()
        .Describe("Read your inbox", "What waits for you, oldest first: each payment waits since its statusSince. What waits for somebody you act for, or was escalated to you, names them in onBehalfOf. What segregation of duties keeps from you is left out.")
        .TakesQuery(Query)
        .Answers<PaymentList>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status400BadRequest);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        var query = new QueryNames(context, [.. Query.Select(name => name.Name)]);
        var page = await application.Inbox.ReadAsync(context.Caller(), query.After(), query.Top(), context.RequestAborted);
        return Answer.Json(StatusCodes.Status200OK, new PaymentList([.. page.Items.Select(payment => PaymentBody.Of(payment) with { OnBehalfOf = page.OnBehalfOf.GetValueOrDefault(payment.Id) })], page.Next));
    }
}
