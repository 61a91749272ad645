using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments.Codes;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Codes;

/// <summary>GET /api/codes/{table}.</summary>
public static class ReadCodeTable
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/codes/{table}", Handle)
        .ForAnyRole()
        .Describe("Read a code table", "The codes in the order in which they are offered; within names the need category that a need type belongs to.")
        .Answers<CodeTableBody>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status404NotFound);

    private static IResult Handle(string table)
        => CodeTables.Find(table) is { } found
            ? Answer.Json(StatusCodes.Status200OK, new CodeTableBody(found.Name, found.Entries))
            : Problem.Of(StatusCodes.Status404NotFound, "NOT_FOUND", $"There is no code table of that name; there are {string.Join(", ", CodeTables.All.Select(known => known.Name))}.");
}

/// <param name="Items">In the order in which they are offered.</param>
public sealed record CodeTableBody(string Table, IReadOnlyList<CodeEntry> Items);
