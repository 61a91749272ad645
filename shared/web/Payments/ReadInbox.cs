using System.Text.Json.Serialization;
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
        .Describe("Read your inbox", "What waits for you, oldest first. What segregation of duties keeps from you is left out.")
        .TakesQuery(Query)
        .Answers<InboxList>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status400BadRequest);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        var query = new QueryNames(context, [.. Query.Select(name => name.Name)]);
        var page = await application.Inbox.ReadAsync(context.Caller(), query.After(), query.Top(), context.RequestAborted);
        return Answer.Json(StatusCodes.Status200OK, new InboxList([.. page.Items.Select(payment => new InboxItem(payment.StatusSince, PaymentBody.Of(payment)))], page.Next));
    }
}

/// <param name="Next">To be sent as <c>after</c> for the rest; null where there is none.</param>
public sealed record InboxList(IReadOnlyList<InboxItem> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);

/// <param name="WaitingSince">When the payment entered the status in which it waits.</param>
public sealed record InboxItem(DateTimeOffset WaitingSince, PaymentBody Payment);
