using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Payments.Remittances;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Remittances;

/// <summary>GET /api/remittances (SAN-6).</summary>
public static class ListRemittances
{
    private static readonly QueryDescription[] Query =
    [
        new("status", "open, saved, posting, posted or discarded."),
        new("after", "What the page before answered as next."),
        new("top", "At most so many, 1 to 500; 100 where nothing is said."),
    ];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(RemittanceBody.Root, HandleAsync)
        .For(Role.Biller, Role.Auditor)
        .Describe("List sessions", "A biller's own, and those that came as dropped files and wait to be resumed; for an auditor everybody's. The first one first, without their queues.")
        .TakesQuery(Query)
        .Answers<RemittanceList>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status400BadRequest);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        var query = new QueryNames(context, [.. Query.Select(name => name.Name)]);
        var (items, next) = await application.Remittances.Queries.ListAsync(context.Caller(), StatusOf(query), query.After(), query.Top(), context.RequestAborted);
        return Answer.Json(StatusCodes.Status200OK, new RemittanceList([.. items.Select(RemittanceItem.Of)], next));
    }

    /// <summary>In any case, as it is answered and as it is asked for.</summary>
    private static RemittanceStatus? StatusOf(QueryNames query) => query.Text("status") switch
    {
        null => null,
        var text when Enum.GetNames<RemittanceStatus>().FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name => Enum.Parse<RemittanceStatus>(name),
        _ => throw new ProblemException(Problem.OfField(StatusCodes.Status400BadRequest, "BAD_STATUS", "status", "status is one of open, saved, posting, posted and discarded.")),
    };
}
