using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Codes;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Codes;

/// <summary>GET /api/codes/{table}.</summary>
public static class ReadCodeTable
{
    private static readonly QueryDescription[] Query = [new("retired", "true: those as well that are not offered any more.")];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/codes/{table}", HandleAsync)
        .ForAnyRole()
        .Describe("Read a code table", "The codes in the order in which they are offered; within names the need category that a need type belongs to. Entries that an admin edits (banks, batch types, adjustment types, payment codes) come with their version and settings.")
        .TakesQuery(Query)
        .Answers<CodeTableBody>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(HttpContext context, string table, PaymentsApplication application)
    {
        var retired = new QueryNames(context, [.. Query.Select(name => name.Name)]).Text("retired");
        if (retired is not (null or "true" or "false"))
        {
            return Problem.OfField(StatusCodes.Status400BadRequest, "BAD_RETIRED", "retired", "retired is true or false.");
        }

        if (ValueTableAddress.IsEdited(table))
        {
            var items = await application.Values.ListAsync(table, retired == "true", context.RequestAborted);
            return Answer.Json(StatusCodes.Status200OK, new CodeTableBody(table, [.. items.Select(CodeItemBody.Of)]));
        }

        return CodeTables.Find(table) is { } found
            ? Answer.Json(StatusCodes.Status200OK, new CodeTableBody(found.Name, [.. found.Entries.Select(CodeItemBody.Of)]))
            : ValueTableAddress.Unknown();
    }
}

/// <param name="Items">In the order in which they are offered.</param>
public sealed record CodeTableBody(string Table, IReadOnlyList<CodeItemBody> Items);
