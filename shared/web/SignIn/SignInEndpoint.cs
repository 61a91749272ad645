using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Serverless.Payments;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.SignIn;

/// <summary>POST /dev/sign-in: a token for one of the development users. It is mapped in Development only.</summary>
public static class SignInEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/dev/sign-in", HandleAsync)
        .ForEveryone()
        .RequireRateLimiting(RateLimits.SignInPolicy)
        .Describe("Sign in for development", "Answers a bearer token for a development user. It exists in Development only and asks for no password.")
        .Takes<SignInRequest>()
        .Answers<SignInAnswer>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application, IReadOnlyList<DevelopmentUser> users, DevelopmentSigningKey key, ILogger<DevelopmentSigningKey> logger)
    {
        var request = await RequestBody.ReadAsync<SignInRequest>(context);
        var user = users.FirstOrDefault(user => user.Name == request.User);
        if (user is null)
        {
            return Problem.OfField(StatusCodes.Status422UnprocessableEntity, "UNKNOWN_USER", "user", $"There is no such user; there are {string.Join(", ", users.Select(known => known.Name))}.");
        }

        Log.SignedIn(logger, user.Name);
        return Answer.Json(StatusCodes.Status200OK, new SignInAnswer(DevelopmentTokens.Issue(user, key, application.Ports.Time.GetUtcNow())));
    }
}

/// <param name="User">The name of a development user, for example <c>coordinator</c>.</param>
public sealed record SignInRequest(string User);

/// <param name="Token">To be sent as <c>Authorization: Bearer …</c>.</param>
public sealed record SignInAnswer(string Token);
