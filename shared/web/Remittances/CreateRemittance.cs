using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Amounts;
using Serverless.Payments.Identity;
using Serverless.Payments.Remittances;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.Remittances;

/// <summary>POST /api/remittances (SAN-1).</summary>
public static class CreateRemittance
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(RemittanceBody.Root, HandleAsync)
        .For(Role.Biller)
        .Describe("Create a batch", "Begins a session of manual remittance and gives it a batch number. 422 with everything that is wrong with the batch; 409 SESSION_SAVED while you have a saved session that is neither posted nor discarded (SAN-6).")
        .Takes<BatchOptions>()
        .Answers<RemittanceBody>(StatusCodes.Status201Created)
        .Refuses(StatusCodes.Status409Conflict, StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        var options = await RequestBody.ReadAsync<BatchOptions>(context);
        var entry = new BatchEntry(options.ApplyAs, options.BatchType, options.BatchTotal, options.BatchDate, options.BankId);
        var result = await application.Remittances.Commands.CreateAsync(context.Caller(), entry, context.RequestId(), context.RequestAborted);
        return await RemittanceAnswer.MadeAsync(context, application, result);
    }
}

/// <summary>The batch options (SAN-1). Codes and names are taken in any case.</summary>
/// <param name="ApplyAs">In which format the transactions were received: Cash, Adjustment or Account Cash.</param>
/// <param name="BatchType">One of <c>GET /api/codes/batch-types</c> that is offered for that format.</param>
/// <param name="BatchTotal">What the checks add up to: below zero for takebacks, 0.00 for adjustments or denials alone.</param>
/// <param name="BatchDate">When the transactions are applied: past, present or future.</param>
/// <param name="BankId">One of <c>GET /api/codes/banks</c>.</param>
public sealed record BatchOptions(string ApplyAs, string BatchType, Money BatchTotal, DateOnly BatchDate, string BankId);
