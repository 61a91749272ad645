using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Payments.Mails;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Payments;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Mails;

/// <summary>POST /api/mails/{id}/retry.</summary>
public static class RetryMail
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/mails/{id}/retry", HandleAsync)
        .For(Role.Admin)
        .Describe("Try a mail again", "Tries a mail again that was refused or expired, for another week; remove the cause before. One that waits is left alone. 409 where it was sent, or has no purpose any more.")
        .Takes<NoFields>(optional: true)
        .Answers<MailEntry>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        await RequestBody.ReadOptionalAsync<NoFields>(context);
        return await application.Mails.Outbox.RetryAsync(id, context.RequestAborted) switch
        {
            null => Problem.NotFound("mail"),
            { Status: MailStatus.Waiting } mail => Answer.Json(StatusCodes.Status200OK, MailEntry.Of(mail)),
            var mail => Problem.Of(new Refusal(RefusalKind.Conflict, "MAIL_SETTLED", $"The mail is {mail.Status}; there is nothing to try again.")),
        };
    }
}
