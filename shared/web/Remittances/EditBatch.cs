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

/// <summary>PUT /api/remittances/{id} (SAN-1).</summary>
public static class EditBatch
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut(RemittanceBody.Root + "/{id}", HandleAsync)
        .For(Role.Biller)
        .Describe("Edit the batch", "A field that is left out stays as it is. Apply As is locked, and so is whether the batch takes back, once a check was entered; the total cannot fall below what the checks come to.")
        .Takes<BatchOptionsChange>()
        .TakesIfMatch()
        .Answers<RemittanceBody>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status412PreconditionFailed, StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var change = await RequestBody.ReadAsync<BatchOptionsChange>(context);
        var request = await RemittanceAnswer.RequestAsync(context, application, id);
        var edited = new BatchChange(change.ApplyAs, change.BatchType, change.BatchTotal, change.BatchDate, change.BankId);
        return await RemittanceAnswer.OfAsync(context, application, await application.Remittances.Commands.EditAsync(context.Caller(), id, edited, request, context.RequestAborted));
    }
}

/// <summary>The batch options that are edited; one that is left out stays as it is.</summary>
/// <param name="ApplyAs">Cash, Adjustment or Account Cash.</param>
/// <param name="BatchType">One of <c>GET /api/codes/batch-types</c>.</param>
/// <param name="BatchTotal">What the checks add up to.</param>
/// <param name="BatchDate">When the transactions are applied.</param>
/// <param name="BankId">One of <c>GET /api/codes/banks</c>.</param>
public sealed record BatchOptionsChange(string? ApplyAs = null, string? BatchType = null, Money? BatchTotal = null, DateOnly? BatchDate = null, string? BankId = null);
