using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Users;

/// <summary>GET /api/users/{name}.</summary>
public static class ReadUser
{
    internal const string Path = "/api/users";

    /// <summary>How a caller names themselves in the address.</summary>
    private const string Myself = "me";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(Path + "/{name}", HandleAsync)
        .ForAnyRole()
        .Describe("Read a user", "The user with its ETag; 'me' for your own record. Others' are for admins and auditors.")
        .Answers<UserBody>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(HttpContext context, string name, PaymentsApplication application)
    {
        var caller = context.Caller();
        var asked = name == Myself ? caller.User : name;
        var mayRead = asked == caller.User || caller.Is(Role.Admin) || caller.Is(Role.Auditor);
        return mayRead && await application.Users.FindAsync(asked, context.RequestAborted) is { } user
            ? Answer.Versioned(context, user.Version, UserBody.Of(user))
            : Problem.NotFound("user");
    }
}
