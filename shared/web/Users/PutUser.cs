using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Payments.Users;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Users;

/// <summary>PUT /api/users/{name}.</summary>
public static class PutUser
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut(ReadUser.Path + "/{name}", HandleAsync)
        .For(Role.Admin)
        .Describe("Make or change a user", "Who the person is, how mail reaches them and who stands above them. A user is never removed; who left is set inactive.")
        .Takes<UserChange>()
        .TakesIfMatch()
        .Answers<UserBody>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status412PreconditionFailed, StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> HandleAsync(HttpContext context, string name, PaymentsApplication application)
    {
        var change = await RequestBody.ReadAsync<UserChange>(context);
        var mail = change.Mail ?? (await application.Users.FindAsync(name, context.RequestAborted))?.Mail ?? MailPreference.Each;
        var user = new User(name, change.FullName, change.Email, change.Roles, change.ProviderId, change.ChildIds, change.Superior, mail, change.Active);
        var result = await application.Users.PutAsync(user, context.Caller().User, application.Calendar.Now, context.RequestId(), IfMatch.Read(context.Request).Holds, context.RequestAborted);
        return Of(context, result);
    }

    internal static IResult Of(HttpContext context, UserResult result)
        => result.User is { } user
            ? Answer.Versioned(context, user.Version, UserBody.Of(user))
            : Problem.Of(result.Refusal ?? throw new InvalidOperationException("Setting a user led to nothing."));
}
