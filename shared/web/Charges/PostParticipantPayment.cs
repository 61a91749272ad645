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

/// <summary>POST /api/participants/{id}/payments (PS-1, PS-2).</summary>
public static class PostParticipantPayment
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(ChargeAnswer.Root + "/payments", HandleAsync)
        .For(Role.Biller)
        .Describe("Enter a participant's payment", "Allocates it to the oldest charges first, or as allocations say; the excess becomes open credit, and only while no charge stays open (422 CREDIT_WHILE_OPEN). A saved payment changes only by an adjustment.")
        .Takes<PaymentPosting>()
        .TakesIfMatch()
        .Answers<ParticipantPaymentBody>(StatusCodes.Status201Created)
        .RefusesCharge();

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var form = await RequestBody.ReadAsync<PaymentPosting>(context);
        var allocations = new List<HandAllocation>();
        foreach (var (index, allocation) in (form.Allocations ?? []).Index())
        {
            if ((allocation.Charge ?? allocation.ChargeId) is not { } charge || (allocation.Charge is not null && allocation.ChargeId is not null))
            {
                return Problem.OfField(StatusCodes.Status422UnprocessableEntity, "CHARGE_MISSING", $"allocations[{index}].charge", "Each allocation names its charge once, by its id.");
            }

            allocations.Add(new(charge.Text, allocation.Amount));
        }

        var result = await application.Charges.PayAsync(
            ChargeAnswer.RequestOf(context, id), form.Form, (read, today) => new PayCommand(read, form.Amount, form.PostingDate ?? today, allocations), context.RequestAborted);
        if (result.Account is not null)
        {
            Answer.Locate(context, $"/api/participants/{id}/payments");
        }

        return ChargeAnswer.Of(context, StatusCodes.Status201Created, result, account => ParticipantPaymentBody.After(account, account.Payments[^1]));
    }
}

/// <param name="Form">check or cash; interface is for the billing calculation alone.</param>
/// <param name="Amount">Above 0.00.</param>
/// <param name="PostingDate">When it is applied; the agency's date where nothing is said.</param>
/// <param name="Allocations">By hand among the open charges; to the oldest first where there are none.</param>
public sealed record PaymentPosting(string Form, Money Amount, DateOnly? PostingDate = null, IReadOnlyList<AllocationForm>? Allocations = null);

/// <param name="Amount">Above 0.00, at most what is open of the charge.</param>
/// <param name="Charge">The charge's id.</param>
/// <param name="ChargeId">The same under another name; give one of them.</param>
public sealed record AllocationForm(Money Amount, ChargeReference? Charge = null, ChargeReference? ChargeId = null);
