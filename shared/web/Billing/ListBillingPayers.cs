using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Billing;

/// <summary>GET /api/billing/payers.</summary>
public static class ListBillingPayers
{
    private static readonly QueryDescription[] Query =
    [
        new("after", "What the page before answered as next."),
        new("top", "At most so many, 1 to 500; 100 where nothing is said."),
    ];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/billing/payers", HandleAsync)
        .For(Role.Biller, Role.Auditor)
        .Describe("List payers", "Whoever anything was billed to, by name.")
        .TakesQuery(Query)
        .Answers<BillingPayerList>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status400BadRequest);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        var query = new QueryNames(context, [.. Query.Select(name => name.Name)]);
        var (after, top) = (query.After(), query.Top());
        var payers = await application.Billing.Payers.ListAsync(context.RequestAborted);
        var from = after is null ? 0 : payers.TakeWhile(payer => payer.Partition != after).Count() + 1;
        if (from > payers.Count)
        {
            throw new ProblemException(Problem.OfField(StatusCodes.Status400BadRequest, "BAD_AFTER", "after", "after is what the page before answered as next, unchanged."));
        }

        var page = payers.Skip(from).Take(top).ToList();
        return Answer.Json(StatusCodes.Status200OK, new BillingPayerList([.. page.Select(payer => new BillingPayerItem(payer.Name))], from + page.Count < payers.Count ? page[^1].Partition : null));
    }
}

/// <summary>A page of payers.</summary>
/// <param name="Next">To be sent as <c>after</c> for the rest; null where there is none.</param>
public sealed record BillingPayerList(IReadOnlyList<BillingPayerItem> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);

/// <param name="Name">As it was billed, and as invoices are filtered by.</param>
public sealed record BillingPayerItem(string Name);
