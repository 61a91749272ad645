using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Amounts;
using Serverless.Payments.Identity;
using Serverless.Payments.Remittances;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.Remittances;

/// <summary>POST /api/remittances/{id}/checks (SAN-2).</summary>
public static class AddCheck
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(RemittanceBody.Root + "/{id}/checks", HandleAsync)
        .For(Role.Biller)
        .Describe("Enter the next check", "One check at a time: 409 CHECK_OPEN while another is being posted. Together the checks cannot come to more than the batch total, and they must add up to it before the batch is posted.")
        .Takes<CheckOptions>()
        .TakesIfMatch()
        .Answers<RemittanceBody>(StatusCodes.Status201Created)
        .Refuses(StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status412PreconditionFailed, StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var check = await RequestBody.ReadAsync<CheckOptions>(context);
        var request = await RemittanceAnswer.RequestAsync(context, application, id);
        var entry = new CheckEntry(check.RefNo, check.Type, check.Dated, check.Amount, check.Comment, check.WriteOffBalance);
        return await RemittanceAnswer.MadeAsync(context, application, await application.Remittances.Commands.AddCheckAsync(context.Caller(), id, entry, request, context.RequestAborted));
    }
}

/// <summary>The payment options of a check (SAN-2).</summary>
/// <param name="RefNo">The number of the check, or another reference: 1 to 50 characters of ASCII, once in a batch.</param>
/// <param name="Dated">The date of the check.</param>
/// <param name="Amount">All or part of the batch total: below zero for takebacks, 0.00 for adjustments or denials alone.</param>
/// <param name="Type">One of <c>GET /api/codes/batch-types</c> that is offered for the batch; the batch's where it is left out.</param>
/// <param name="Comment">Whatever is to be remembered; at most 500 characters.</param>
/// <param name="WriteOffBalance">Whether what is left of a row that is posted to is written off with it (SAN-9).</param>
public sealed record CheckOptions(string RefNo, DateOnly Dated, Money Amount, string? Type = null, string? Comment = null, bool WriteOffBalance = false);
