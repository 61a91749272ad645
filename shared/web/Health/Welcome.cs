using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Pages;
using Serverless.Web.Requests;

namespace Serverless.Web.Health;

/// <summary>GET /: where to go from here.</summary>
public static class Welcome
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/", IResult (HttpContext context) => PageEndpoint.IsBrowser(context)
            ? PageResult.GoTo("/inbox")
            : Answer.Json(StatusCodes.Status200OK, new WelcomeBody("Serverless", "/openapi/v1.json", "/health")))
        .ForEveryone()
        .Describe("Where to go from here", "Names the description of the API and the health; a browser is led to the pages.")
        .Answers<WelcomeBody>(StatusCodes.Status200OK);
}

public sealed record WelcomeBody(string Name, string OpenApi, string Health);
