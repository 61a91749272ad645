using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Payments.ProviderPayments.Adjustments;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.ProviderPayments;

/// <summary>GET /api/adjustments (CARE-3).</summary>
public static class ListAdjustments
{
    private static readonly QueryDescription[] Query =
    [
        new("status", "New (waits for somebody's authorisation), Authorized, Paid or Withdrawn."),
        new("period", "Of the payments of this service period, such as 2026-11."),
        new("provider", "Of this provider's payments, by its id."),
        new("after", "What the page before answered as next."),
        new("top", "At most so many, 1 to 500; 100 where nothing is said."),
    ];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/adjustments", HandleAsync)
        .For(Role.Technician, Role.Ofo, Role.Operations, Role.Manager, Role.Office, Role.Biller, Role.Auditor, Role.Admin)
        .Describe("List adjustments", "Corrections of paid payments, by status and then by id, a page at a time.")
        .TakesQuery(Query)
        .Answers<AdjustmentList>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status400BadRequest);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        var query = new QueryNames(context, [.. Query.Select(name => name.Name)]);
        var filter = new AdjustmentFilter(query.OneOf<AdjustmentStatus>("status", "BAD_STATUS"), query.Month("period"), query.Id("provider"));
        var (after, top) = (query.After(), query.Top());
        if (after is not null && !AdjustmentQueries.IsPlace(after))
        {
            return Problem.OfField(StatusCodes.Status400BadRequest, "BAD_AFTER", "after", "after is what the page before answered as next, unchanged.");
        }

        var page = await application.ProviderPayments.AdjustmentQueries.ListAsync(context.Caller(), filter, after, top, context.RequestAborted);
        return Answer.Json(StatusCodes.Status200OK, new AdjustmentList([.. page.Items.Select(AdjustmentBody.Of)], page.Next));
    }
}
