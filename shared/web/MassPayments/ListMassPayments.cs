using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Payments.MassPayments;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.MassPayments;

/// <summary>GET /api/mass-payments.</summary>
public static class ListMassPayments
{
    /// <summary>Mass payments looked at for one answer, whatever the conditions leave of them.</summary>
    private const int LookedAtMax = 2_000;

    private static readonly QueryDescription[] Query =
    [
        new("status", "Draft, Approving, Approved or Discarded."),
        new("provider", "A provider's id."),
        new("after", "What the page before answered as next."),
        new("top", "At most so many, 1 to 500; 100 where nothing is said."),
    ];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/mass-payments", HandleAsync)
        .For(Role.Operations)
        .Describe("List mass payments", "Those that meet every given condition, the oldest first and without their entries. A page may hold fewer than asked for and still have a next one.")
        .TakesQuery(Query)
        .Answers<MassPaymentList>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status400BadRequest);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        var query = new QueryNames(context, [.. Query.Select(name => name.Name)]);
        var (status, provider, top) = (query.OneOf<MassPaymentStatus>("status", "BAD_STATUS"), query.Id("provider"), query.Top());
        var items = new List<MassPaymentBody>();
        var (lookedAt, last) = (0, (string?)null);
        await foreach (var (key, page) in application.MassPayments.ListAsync(query.After(), context.RequestAborted))
        {
            if (items.Count == top || lookedAt++ == LookedAtMax)
            {
                return Answer.Json(StatusCodes.Status200OK, new MassPaymentList(items, last));
            }

            last = key;
            if ((status is null || status == page.Status) && (provider is null || provider == page.ProviderId))
            {
                items.Add(await MassPaymentView.PageAsync(application, page, context.RequestAborted));
            }
        }

        return Answer.Json(StatusCodes.Status200OK, new MassPaymentList(items, null));
    }
}
