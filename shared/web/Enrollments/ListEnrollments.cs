using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.Enrollments;

/// <summary>GET /api/enrollments.</summary>
public static class ListEnrollments
{
    private static readonly QueryDescription[] Query =
    [
        new("provider", "A provider's id; a provider's user may leave it out for its own."),
        new("after", "What the page before answered as next."),
        new("top", "At most so many, 1 to 500; 100 where nothing is said."),
    ];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/enrollments", HandleAsync)
        .ForAnyRole()
        .Describe("List enrolments", "The children in a provider's care, in the order of their ids, a page at a time. Staff and the provider see them all; parents and support coordinators see their children.")
        .TakesQuery(Query)
        .Answers<EnrollmentList>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status400BadRequest);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        var query = new QueryNames(context, [.. Query.Select(name => name.Name)]);
        var (after, top) = (query.After(), query.Top());
        var caller = context.Caller();
        var own = caller.Is(Role.Provider) ? caller.ProviderId : null;
        var providerId = query.Id("provider") ?? own ?? query.Required("provider");
        var visibility = new PaymentVisibility(application.Directory);
        var items = new List<EnrollmentBody>();
        await foreach (var enrollment in application.Enrollments.OfProviderAsync(providerId, after, context.RequestAborted))
        {
            if (!await visibility.IsVisibleAsync(caller, enrollment.ProviderId, enrollment.ClientId, context.RequestAborted))
            {
                continue;
            }

            if (items.Count == top)
            {
                return Answer.Json(StatusCodes.Status200OK, new EnrollmentList(items, items[^1].ClientId));
            }

            items.Add(EnrollmentBody.Of(enrollment));
        }

        return Answer.Json(StatusCodes.Status200OK, new EnrollmentList(items, null));
    }
}

/// <param name="Next">To be sent as <c>after</c> for the rest; null where there is none.</param>
public sealed record EnrollmentList(IReadOnlyList<EnrollmentBody> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);
