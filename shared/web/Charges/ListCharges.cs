using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Charges;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Charges;

/// <summary>GET /api/participants/{id}/charges (PS-2).</summary>
public static class ListCharges
{
    private static readonly QueryDescription[] Query =
    [
        new("open", "true: only those that are not paid in full, which payments can be allocated to."),
        new("after", ChargeAnswer.AfterMeaning),
        new("top", ChargeAnswer.TopMeaning),
    ];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(ChargeAnswer.Root + "/charges", HandleAsync)
        .For(Role.Biller, Role.Auditor)
        .Describe("List a participant's charges", "The oldest first, a page at a time, with what is paid and open of each, the participant's open credit and what is owed. The ETag is the account's version.")
        .TakesQuery(Query)
        .Answers<ChargeList>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var query = new QueryNames(context, [.. Query.Select(name => name.Name)]);
        var (open, after, top) = (query.Text("open"), query.After(), query.Top());
        if (open is not (null or "true" or "false"))
        {
            return Problem.OfField(StatusCodes.Status400BadRequest, "BAD_OPEN", "open", "open is true or false.");
        }

        if (await application.Charges.FindAsync(context.Caller(), id, context.RequestAborted) is not { } account)
        {
            return Problem.NotFound("participant");
        }

        if (after is not null && account.Charges.All(charge => ChargeBody.IdOf(charge.Number) != after))
        {
            return ChargeAnswer.BadAfter();
        }

        var last = account.Charges.FirstOrDefault(charge => ChargeBody.IdOf(charge.Number) == after);
        var listed = account.OldestCharges.Where(charge => open != "true" || charge.IsOpen);
        var (items, next) = ChargeAnswer.PageOf(listed, after, top, (charge, _) => IsBehind(charge, last!), charge => ChargeBody.IdOf(charge.Number));
        return Answer.Versioned(context, account.Version, new ChargeList([.. items.Select(ChargeBody.Of)], next, account.OpenCredit, account.Owed));
    }

    private static bool IsBehind(ParticipantCharge charge, ParticipantCharge last)
        => charge.Entry.Date > last.Entry.Date || (charge.Entry.Date == last.Entry.Date && charge.Number > last.Number);
}
