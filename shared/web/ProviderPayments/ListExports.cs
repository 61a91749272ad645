using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.ProviderPayments;

/// <summary>GET /api/exports.</summary>
public static class ListExports
{
    private static readonly QueryDescription[] Query =
    [
        new("period", "Of one service period, such as 2026-11; of all where nothing is said."),
        new("after", "What the page before answered as next."),
        new("top", "At most so many, 1 to 500; 100 where nothing is said."),
    ];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(ExportBody.Root, HandleAsync)
        .For(Role.Operations, Role.Auditor)
        .Describe("List exports", "Exports of provider payments in the order of their making.")
        .TakesQuery(Query)
        .Answers<ExportList>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status400BadRequest);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        var query = new QueryNames(context, [.. Query.Select(name => name.Name)]);
        var (period, after, top) = (query.Month("period"), query.After(), query.Top());
        var exports = application.ProviderPayments.Exports.Commands;
        var last = after is null ? null : await exports.FindAsync(after, context.RequestAborted);
        if (after is not null && last is null)
        {
            return Problem.OfField(StatusCodes.Status400BadRequest, "BAD_AFTER", "after", "after is what the page before answered as next, unchanged.");
        }

        var items = new List<ExportBody>();
        await foreach (var export in exports.ListAsync(period, last, context.RequestAborted))
        {
            // One more than asked for tells that there is a next page.
            if (items.Count == top)
            {
                return Answer.Json(StatusCodes.Status200OK, new ExportList(items, items[^1].Id));
            }

            items.Add(ExportBody.Of(export));
        }

        return Answer.Json(StatusCodes.Status200OK, new ExportList(items, null));
    }
}
