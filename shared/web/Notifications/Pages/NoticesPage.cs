using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Notifications;
using Serverless.Web.Identity;
using Serverless.Web.Pages;
using Serverless.Web.Requests;

namespace Serverless.Web.Notifications.Pages;

/// <summary>What the person is told: news, and reminders of what waits.</summary>
public static class NoticesPage
{
    public const string Path = "/notices";

    private const int PageItems = 50;

    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet(Path, ShowAsync).ForAnyRole();

    private static async Task<IResult> ShowAsync(HttpContext context, PaymentsApplication application)
    {
        var before = new QueryNames(context, "before").Before();
        var page = await application.Notices.ReadLatestAsync(context.Caller(), before, PageItems, context.RequestAborted);
        return PageResult.Of<NoticesView>(new NoticesModel(page.Items, before is not null, page.Next));
    }
}

/// <param name="Notices">The latest first.</param>
/// <param name="HasLater">Whether later ones stand on a page before.</param>
/// <param name="Older">Where the older ones begin; null where there are none.</param>
public sealed record NoticesModel(IReadOnlyList<Notice> Notices, bool HasLater, string? Older);
