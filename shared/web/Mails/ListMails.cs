using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Payments.Mails;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.Mails;

/// <summary>GET /api/mails.</summary>
public static class ListMails
{
    private static readonly QueryDescription[] Query =
    [
        new("status", "Waiting, Sent, Refused, Expired or Obsolete; all where nothing is said."),
        new("after", "What the page before answered as next."),
        new("top", "At most so many, 1 to 500; 100 where nothing is said."),
    ];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/mails", HandleAsync)
        .For(Role.Admin, Role.Auditor)
        .Describe("List mails", "The mails that were caused, the last first, and what became of each. Their texts and links are not told. A page may hold fewer than asked for and still have a next one.")
        .TakesQuery(Query)
        .Answers<MailList>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status400BadRequest);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        var query = new QueryNames(context, [.. Query.Select(name => name.Name)]);
        var page = await application.Mails.Outbox.ListAsync(query.OneOf<MailStatus>("status", "BAD_STATUS"), query.After(), query.Top(), context.RequestAborted);
        return Answer.Json(StatusCodes.Status200OK, new MailList([.. page.Items.Select(MailEntry.Of)], page.Next));
    }
}
