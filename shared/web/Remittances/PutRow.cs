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

/// <summary>PUT /api/remittances/{id}/queue/{invoice}, and …/lines/{line} (SAN-4, SAN-5).</summary>
public static class PutRow
{
    private const string Rules = "Amounts are posted under the current check. A field that is left out stays as it is, and a row whose amounts are all 0.00 leaves the queue. An adjustment needs a type; one below zero a type that is marked for it (SAN-8). Nothing is posted beyond the balance or beyond what remains of the check; a batch of takebacks takes amounts below zero alone, for what was paid (SAN-7).";

    public static void Map(IEndpointRouteBuilder routes)
    {
        Complete(routes.MapPut(RemittanceBody.Root + "/{id}/queue/{invoice}", (HttpContext context, string id, string invoice, PaymentsApplication application)
            => HandleAsync(context, id, new RowAddress(invoice, null), application)))
            .Describe("Enter amounts for an invoice", $"They are spread over its lines, oldest first; 409 ROW_EXCLUDED where single lines of it are in the queue. {Rules}");
        Complete(routes.MapPut(RemittanceBody.Root + "/{id}/queue/{invoice}/lines/{line}", (HttpContext context, string id, string invoice, string line, PaymentsApplication application)
            => HandleAsync(context, id, new RowAddress(invoice, RemittanceAnswer.LineOf(line)), application)))
            .Describe("Enter amounts for a line", $"409 ROW_EXCLUDED where its invoice is in the queue as a whole. {Rules}");
    }

    private static RouteHandlerBuilder Complete(RouteHandlerBuilder endpoint) => endpoint
        .For(Role.Biller)
        .Takes<RowOptions>()
        .TakesIfMatch()
        .Answers<RemittanceBody>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status412PreconditionFailed, StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, RowAddress address, PaymentsApplication application)
    {
        var row = await RequestBody.ReadAsync<RowOptions>(context);
        var request = await RemittanceAnswer.RequestAsync(context, application, id);
        var text = new RowText(row.Post, row.Adjustment, row.Type);
        return await RemittanceAnswer.OfAsync(context, application, await application.Remittances.Queue.PutAsync(context.Caller(), id, address, text, request, context.RequestAborted));
    }
}

/// <summary>What is typed into a row; a field that is left out stays as it is.</summary>
/// <param name="Post">Cash: above zero, or below zero in a batch of takebacks.</param>
/// <param name="Adjustment">What moves no cash; overhead that is paid with the post is entered below zero (SAN-8).</param>
/// <param name="Type">Its type, by code or name: one of <c>GET /api/codes/adjustment-types</c> or <c>/api/codes/payment-codes</c>.</param>
public sealed record RowOptions(Money? Post = null, Money? Adjustment = null, string? Type = null);
