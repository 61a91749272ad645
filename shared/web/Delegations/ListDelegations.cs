using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Payments.Users.Delegations;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.Delegations;

/// <summary>GET /api/delegations (UPI-7).</summary>
public static class ListDelegations
{
    private static readonly QueryDescription[] Query =
    [
        new("user", "For admins: a user's own, given and received."),
        new("after", "For admins: what the page before answered as next."),
        new("top", "For admins: at most so many, 1 to 500; 100 where nothing is said."),
    ];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(PostDelegation.Path, HandleAsync)
        .ForAnyRole()
        .Describe("List delegations", "What you gave and were given, by the last day, at once; for an admin everybody's, by id, a page at a time.")
        .TakesQuery(Query)
        .Answers<DelegationList>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status400BadRequest);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        var query = new QueryNames(context, [.. Query.Select(name => name.Name)]);
        var caller = context.Caller();
        var (user, after, top) = (query.Text("user"), query.After(), query.Top());
        if (!caller.Is(Role.Admin) || user is not null)
        {
            return Listed(application, await application.Delegations.OfUserAsync(caller.Is(Role.Admin) ? user! : caller.User, context.RequestAborted), null);
        }

        var page = new List<Delegation>();
        await foreach (var delegation in application.Delegations.ListAsync(after, context.RequestAborted))
        {
            if (page.Count == top)
            {
                return Listed(application, page, page[^1].Id);
            }

            page.Add(delegation);
        }

        return Listed(application, page, null);
    }

    private static IResult Listed(PaymentsApplication application, IReadOnlyList<Delegation> delegations, string? next)
        => Answer.Json(StatusCodes.Status200OK, new DelegationList([.. delegations.Select(delegation => DelegationBody.Of(delegation, application.Calendar.Today))], next));
}
