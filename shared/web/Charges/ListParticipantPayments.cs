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

/// <summary>GET /api/participants/{id}/payments (PS-4).</summary>
public static class ListParticipantPayments
{
    private static readonly QueryDescription[] Query = [new("after", ChargeAnswer.AfterMeaning), new("top", ChargeAnswer.TopMeaning)];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(ChargeAnswer.Root + "/payments", HandleAsync)
        .For(Role.Biller, Role.Auditor)
        .Describe("Review a participant's payments", "Each payment in detail, with its corrections and what is applied to which charge, by posting date and sequence, a page at a time. The ETag is the account's version.")
        .TakesQuery(Query)
        .Answers<ParticipantPaymentList>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var query = new QueryNames(context, [.. Query.Select(name => name.Name)]);
        var (after, top) = (query.After(), query.Top());
        if (await application.Charges.FindAsync(context.Caller(), id, context.RequestAborted) is not { } account)
        {
            return Problem.NotFound("participant");
        }

        var last = account.Payments.FirstOrDefault(payment => payment.Id == after);
        if (after is not null && last is null)
        {
            return ChargeAnswer.BadAfter();
        }

        var (items, next) = ChargeAnswer.PageOf(account.OldestPayments, after, top, (payment, _) => IsBehind(payment, last!), payment => payment.Id);
        return Answer.Versioned(context, account.Version, new ParticipantPaymentList([.. items.Select(payment => ParticipantPaymentBody.Of(account, payment))], next, account.OpenCredit));
    }

    private static bool IsBehind(ParticipantPayment payment, ParticipantPayment last)
        => payment.Entry.PostingDate > last.Entry.PostingDate || (payment.Entry.PostingDate == last.Entry.PostingDate && payment.Number > last.Number);
}
