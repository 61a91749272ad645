using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Parked;

/// <summary>GET /api/parked.</summary>
public static class ListParked
{
    /// <summary>So many are looked at; requeueing these brings the others forward.</summary>
    private const int ReadMax = 10_000;

    private static readonly QueryDescription[] Query =
    [
        new("after", "What the page before answered as next."),
        new("top", "At most so many, 1 to 500; 100 where nothing is said."),
    ];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/parked", HandleAsync)
        .For(Role.Admin)
        .Describe("List parked messages", "What the engine could not deliver after its last retry, the oldest first. 404 where this installation's engine does not tell.")
        .TakesQuery(Query)
        .Answers<ParkedList>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(HttpContext context, IServiceProvider services)
    {
        var query = new QueryNames(context, [.. Query.Select(name => name.Name)]);
        var top = query.Top();
        long after = 0;
        if (query.After() is { } text && !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out after))
        {
            return Problem.OfField(StatusCodes.Status400BadRequest, "BAD_AFTER", "after", "after is what the page before answered as next, unchanged.");
        }

        if (services.GetService<ParkedMessages>() is not { } parked)
        {
            return Problem.NotFound("list of parked messages");
        }

        var found = (await parked.ListAsync(ReadMax, context.RequestAborted)).Where(message => message.Id > after).Take(top + 1).ToArray();
        var next = found.Length > top ? found[top - 1].Id.ToString(CultureInfo.InvariantCulture) : null;
        return Answer.Json(StatusCodes.Status200OK, new ParkedList([.. found.Take(top)], next));
    }
}

/// <param name="Next">For the next page's <c>after</c>; left out on the last.</param>
public sealed record ParkedList(IReadOnlyList<ParkedBody> Items, string? Next);
