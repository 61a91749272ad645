using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Serverless.Payments.Charges;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Charges;

/// <summary>What the addresses of participants' charges have in common.</summary>
internal static class ChargeAnswer
{
    public const string Root = "/api/participants/{id}";

    /// <summary>Most items of a page.</summary>
    public const string TopMeaning = "At most so many, 1 to 500; 100 where nothing is said.";

    public const string AfterMeaning = "What the page before answered as next.";

    public static ChargeRequest RequestOf(HttpContext context, string participant)
    {
        var ifMatch = IfMatch.Read(context.Request);
        return new ChargeRequest(context.Caller(), participant, context.RequestId(), version => ifMatch.Holds(version));
    }

    /// <summary>What the act led to, with the account's version as the ETag.</summary>
    public static IResult Of<T>(HttpContext context, int status, ChargeResult result, Func<ChargeAccount, T> body)
    {
        if (result.Account is not { } account)
        {
            return Problem.Of(result.Refusal ?? throw new InvalidOperationException("An act on an account of charges led to nothing."));
        }

        Answer.TagVersion(context, account.Version);
        return Answer.Json(status, body(account));
    }

    /// <summary>A page of items behind the one that the page before ended with.</summary>
    /// <param name="items">All of them, in order.</param>
    /// <param name="after">Null for the first page.</param>
    /// <param name="top">How many.</param>
    /// <param name="isBehind">Whether an item lies behind the place.</param>
    /// <param name="place">Where an item lies, as it is answered.</param>
    public static (IReadOnlyList<T> Items, string? Next) PageOf<T>(IEnumerable<T> items, string? after, int top, Func<T, string, bool> isBehind, Func<T, string> place)
    {
        // One more than asked for tells that there is a next page.
        var found = items.Where(item => after is null || isBehind(item, after)).Take(top + 1).ToList();
        return found.Count > top ? (found[..top], place(found[top - 1])) : (found, null);
    }

    public static Problem BadAfter() => Problem.OfField(StatusCodes.Status400BadRequest, "BAD_AFTER", "after", "after is what the page before answered as next, unchanged.");

    public static RouteHandlerBuilder RefusesCharge(this RouteHandlerBuilder endpoint)
        => endpoint.Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status412PreconditionFailed);
}
