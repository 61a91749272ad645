using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Amounts;
using Serverless.Payments.Charges;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Charges;

/// <summary>POST /api/participants/{id}/payments/{seq}/adjust (PS-4).</summary>
public static class AdjustParticipantPayment
{
    private static readonly QueryDescription[] Query = [new("postingDate", "Of the payment; needed where several posting dates have the sequence.")];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(ChargeAnswer.Root + "/payments/{seq}/adjust", HandleAsync)
        .For(Role.Biller)
        .Describe("Correct a participant's payment", "Sets its total. The payment is named by its sequence, with its posting date where several have it (409 AMBIGUOUS), or by its id. Less comes from its open credit first and then from its newest allocations; more goes to the oldest charges first. Charges that open again consume the open credit of other payments.")
        .TakesQuery(Query)
        .Takes<PaymentCorrectionForm>()
        .TakesIfMatch()
        .Answers<ParticipantPaymentBody>(StatusCodes.Status200OK)
        .RefusesCharge();

    private static async Task<IResult> HandleAsync(HttpContext context, string id, string seq, PaymentsApplication application)
    {
        var text = new QueryNames(context, [.. Query.Select(name => name.Name)]).Text("postingDate");
        DateOnly? named = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
        if (text is not null && named is null)
        {
            return Problem.OfField(StatusCodes.Status400BadRequest, "BAD_DATE", "postingDate", "postingDate is a date that exists, such as 2026-11-25.");
        }

        var form = await RequestBody.ReadAsync<PaymentCorrectionForm>(context);
        if (named is not null && form.PostingDate is not null && named != form.PostingDate)
        {
            return Problem.OfField(StatusCodes.Status400BadRequest, "BAD_DATE", "postingDate", "The address and the body name different posting dates; give one.");
        }

        var command = new AdjustCommand(seq, named ?? form.PostingDate, form.Amount, form.Reason);
        var result = await application.Charges.AdjustAsync(ChargeAnswer.RequestOf(context, id), command, context.RequestAborted);
        return ChargeAnswer.Of(context, StatusCodes.Status200OK, result, account => ParticipantPaymentBody.After(account, account.Payments[account.Last!.Correction!.Payment - 1]));
    }
}

/// <param name="Amount">The corrected total, 0.00 or more.</param>
/// <param name="Reason">Why, 1 to 500 characters.</param>
/// <param name="PostingDate">Of the payment; needed where several posting dates have the sequence and the address names none.</param>
public sealed record PaymentCorrectionForm(Money Amount, string Reason, DateOnly? PostingDate = null);
