using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Payments.Notifications;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.Notifications;

/// <summary>GET /api/notices.</summary>
public static class ReadNotices
{
    private static readonly QueryDescription[] Query =
    [
        new("after", "What the page before answered as next."),
        new("top", "At most so many, 1 to 500; 100 where nothing is said."),
    ];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/notices", HandleAsync)
        .ForAnyRole()
        .Describe("Read your notices", "What you are told in your roles, oldest first: news, and reminders of what waits for you. A provider's user reads what its own provider is told.")
        .TakesQuery(Query)
        .Answers<NoticeList>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status400BadRequest);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        var query = new QueryNames(context, [.. Query.Select(name => name.Name)]);
        var page = await application.Notices.ReadAsync(context.Caller(), query.After(), query.Top(), context.RequestAborted);
        return Answer.Json(StatusCodes.Status200OK, new NoticeList([.. page.Items.Select(NoticeBody.Of)], page.Next));
    }
}

/// <param name="ToRole">Who is told.</param>
/// <param name="Subject">In a few words.</param>
/// <param name="Text">What has happened, and what is to be done.</param>
/// <param name="About">The id of the record that it is about, such as an invoice's.</param>
/// <param name="At">When it was told.</param>
/// <param name="ToProvider">For the role provider: which.</param>
public sealed record NoticeBody(string Id, Role ToRole, string Subject, string Text, string About, DateTimeOffset At, string? ToProvider = null)
{
    public static NoticeBody Of(Notice notice) => new(notice.Id, notice.ToRole, notice.Subject, notice.Text, notice.About, notice.At, notice.ToProvider);
}

/// <param name="Next">To be sent as <c>after</c> for the rest; null where there is none.</param>
public sealed record NoticeList(IReadOnlyList<NoticeBody> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);
