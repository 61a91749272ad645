using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Payments.Mails;
using Serverless.Web.Identity;
using Serverless.Web.Pages;
using Serverless.Web.Pages.Forms;
using Serverless.Web.Requests;

namespace Serverless.Web.Mails.Pages;

/// <summary>Mails and what became of them, the last first; without their texts, and without links. Several are tried again at once.</summary>
public static class MailsPage
{
    public const string Path = "/mails";

    /// <summary>Mails that are tried again at once where all are asked for.</summary>
    public const int AllMax = 500;

    private const int PageItems = RetryMails.MailsMax;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, ShowAsync).For(Role.Admin, Role.Auditor);
        pages.MapPost($"{Path}/retry", RetryAsync).For(Role.Admin);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, PaymentsApplication application)
    {
        var query = new QueryNames(context, "status", "after");
        var status = query.OneOf<MailStatus>("status", "BAD_STATUS");
        var page = await application.Mails.Outbox.ListAsync(status, query.After(), PageItems, context.RequestAborted);
        return PageResult.Of<MailsView>(new MailsModel([.. page.Items.Select(MailEntry.Of)], page.Next, status, context.Caller().Is(Role.Admin)));
    }

    private static async Task<IResult> RetryAsync(HttpContext context, PaymentsApplication application, Flash flash)
    {
        var form = await FormFields.ReadAsync(context);
        var outbox = application.Mails.Outbox;
        var isAll = form.IsTicked("all");
        var ids = isAll ? await FailedAsync(outbox, context.RequestAborted) : [.. form.All("mail").Distinct(StringComparer.Ordinal).Take(PageItems)];
        if (ids.Count == 0)
        {
            flash.Failed(context, isAll ? "No mail was refused or has expired: there is nothing to try again." : "Nothing was chosen. Tick the mails that are to be tried again, or all of them, then press the button.");
            return PageResult.GoTo(BackTo(form));
        }

        Tell(context, flash, await RetryMails.RetryAsync(outbox, [.. ids.Take(AllMax)], context.RequestAborted), isMore: ids.Count > AllMax);
        return PageResult.GoTo(BackTo(form));
    }

    /// <summary>What was refused or has expired, the last caused first; one more than is tried at once tells that there are more.</summary>
    private static async Task<IReadOnlyList<string>> FailedAsync(MailOutbox outbox, CancellationToken cancellation)
    {
        var found = new List<string>();
        foreach (var status in (MailStatus[])[MailStatus.Refused, MailStatus.Expired])
        {
            string? after = null;
            do
            {
                var page = await outbox.ListAsync(status, after, PageItems, cancellation);
                found.AddRange(page.Items.Select(mail => mail.Key));
                after = page.Next;
            }
            while (after is not null && found.Count <= AllMax);
        }

        return [.. found.Take(AllMax + 1)];
    }

    private static void Tell(HttpContext context, Flash flash, IReadOnlyList<MailOutcome> outcomes, bool isMore)
    {
        var not = outcomes.Where(outcome => outcome.Outcome != MailRetry.Trying).ToList();
        var count = outcomes.Count - not.Count;
        var done = count == 1 ? "1 mail is tried again, for another week" : string.Create(CultureInfo.InvariantCulture, $"{count} mails are tried again, for another week");
        var rest = isMore ? " There are more: press the button again for the next." : "";
        if (not.Count == 0)
        {
            flash.Done(context, $"{done}.{rest}");
        }
        else
        {
            flash.Failed(context, string.Create(CultureInfo.InvariantCulture, $"{done}; {not.Count} not:{rest}"), [.. not.Select(Fault)]);
        }
    }

    private static string Fault(MailOutcome outcome) => outcome.Outcome == MailRetry.NotFound
        ? $"{outcome.Id}: there is no such mail any more."
        : $"The mail to {outcome.User} is {outcome.Status}: there is nothing to try again.";

    /// <summary>To the list where one was, from its beginning: what is tried again leaves it.</summary>
    private static string BackTo(FormFields form) => Enum.TryParse<MailStatus>(form.Text("status"), out var status) && Enum.IsDefined(status) ? $"{Path}?status={status}" : Path;
}

public sealed record MailsModel(IReadOnlyList<MailEntry> Items, string? Next, MailStatus? Status, bool MayRetry);
