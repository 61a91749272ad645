using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.Codes;

/// <summary>GET /api/codes.</summary>
public static class ListCodeTables
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/codes", () => Answer.Json(StatusCodes.Status200OK, new CodeTableList(ValueTableAddress.Known)))
        .ForAnyRole()
        .Describe("List the code tables", "The names of the lists that people choose from; each is read under its name.")
        .Answers<CodeTableList>(StatusCodes.Status200OK);
}

/// <param name="Items">Their names, for example <c>aid-codes</c>.</param>
public sealed record CodeTableList(IReadOnlyList<string> Items);
