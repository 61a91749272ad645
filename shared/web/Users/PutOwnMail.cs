using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Users;

/// <summary>PUT /api/users/me/mail.</summary>
public static class PutOwnMail
{
    /// <summary>Attempts at a change that others keep getting ahead of.</summary>
    private const int AttemptsMax = 20;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut(ReadUser.Path + "/me/mail", HandleAsync)
        .ForAnyRole()
        .Describe("Choose which mails you want", "One for each thing to do, one a day with everything that waits, or none. Answers your record.")
        .Takes<MailChoice>()
        .Answers<UserBody>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        var choice = await RequestBody.ReadAsync<MailChoice>(context);
        var name = context.Caller().User;
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            if (await application.Users.FindAsync(name, context.RequestAborted) is not { } user)
            {
                return Problem.NotFound("user");
            }

            // On what was read alone, so that what an admin changes at this moment is kept.
            var chosen = await application.Users.PutAsync(user with { Mail = choice.Mail }, name, application.Calendar.Now, context.RequestId(), version => version == user.Version, context.RequestAborted);
            if (chosen.User is not null)
            {
                return PutUser.Of(context, chosen);
            }
        }

        return Problem.Of(StatusCodes.Status409Conflict, "BUSY", "Your record is being changed by others all the time; try again.");
    }
}
