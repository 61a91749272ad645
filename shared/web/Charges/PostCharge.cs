using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Amounts;
using Serverless.Payments.Charges;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.Charges;

/// <summary>POST /api/participants/{id}/charges (PS-3).</summary>
public static class PostCharge
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(ChargeAnswer.Root + "/charges", HandleAsync)
        .For(Role.Biller)
        .Describe("Charge a participant", "Enters a charge. It consumes the participant's open credit first, that of the oldest payments before that of newer ones; what is left stays open.")
        .Takes<ChargePosting>()
        .TakesIfMatch()
        .Answers<ChargeEntered>(StatusCodes.Status201Created)
        .RefusesCharge();

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var form = await RequestBody.ReadAsync<ChargePosting>(context);
        var result = await application.Charges.ChargeAsync(
            ChargeAnswer.RequestOf(context, id), new ChargeCommand(form.Date, form.Amount, form.PrintPeriod, form.Description ?? ""), context.RequestAborted);
        if (result.Account is not null)
        {
            Answer.Locate(context, $"/api/participants/{id}/charges");
        }

        return ChargeAnswer.Of(context, StatusCodes.Status201Created, result, ChargeEntered.Of);
    }
}

/// <param name="Date">Of the charge; the oldest are paid first.</param>
/// <param name="Amount">Above 0.00.</param>
/// <param name="PrintPeriod">The billing period on whose statement it appears, such as 2026-11.</param>
/// <param name="Description">For people, up to 200 characters.</param>
public sealed record ChargePosting(DateOnly Date, Money Amount, string PrintPeriod, string? Description = null);
