using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.Users;

/// <summary>GET /api/users.</summary>
public static class ListUsers
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(ReadUser.Path, HandleAsync)
        .For(Role.Admin, Role.Auditor)
        .Describe("List the users", "Everybody who uses the service, by name, with how mail reaches them and who stands above them; those who left, too.")
        .Answers<UserList>(StatusCodes.Status200OK);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        var users = new List<UserBody>();
        await foreach (var user in application.Users.ListAsync(context.RequestAborted))
        {
            users.Add(UserBody.Of(user));
        }

        return Answer.Json(StatusCodes.Status200OK, new UserList(users));
    }
}
