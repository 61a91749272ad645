using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Charges;

/// <summary>GET /api/participants/{id}/payments/by-posting-date (PS-4).</summary>
public static class ListPaymentsByPostingDate
{
    private const string DateFormat = "yyyy-MM-dd";
    private static readonly QueryDescription[] Query = [new("after", ChargeAnswer.AfterMeaning), new("top", "At most so many dates, 1 to 500; 100 where nothing is said.")];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(ChargeAnswer.Root + "/payments/by-posting-date", HandleAsync)
        .For(Role.Biller, Role.Auditor)
        .Describe("Review payments by posting date", "A participant's payments under the date that they were posted on, with the totals of each date, the earliest first, a page of dates at a time.")
        .TakesQuery(Query)
        .Answers<PostingDateList>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var query = new QueryNames(context, [.. Query.Select(name => name.Name)]);
        var (after, top) = (query.After(), query.Top());
        if (after is not null && !DateOnly.TryParseExact(after, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            return ChargeAnswer.BadAfter();
        }

        if (await application.Charges.FindAsync(context.Caller(), id, context.RequestAborted) is not { } account)
        {
            return Problem.NotFound("participant");
        }

        var dates = account.OldestPayments.GroupBy(payment => payment.Entry.PostingDate);
        var (items, next) = ChargeAnswer.PageOf(dates, after, top, (date, place) => string.CompareOrdinal(Text(date.Key), place) > 0, date => Text(date.Key));
        return Answer.Versioned(context, account.Version, new PostingDateList([.. items.Select(date => PostingDateBody.Of(account, date.Key, [.. date]))], next));
    }

    private static string Text(DateOnly date) => date.ToString(DateFormat, CultureInfo.InvariantCulture);
}
