using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Payments.Remittances;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Payments;
using Serverless.Web.Requests;

namespace Serverless.Web.Remittances;

/// <summary>POST /api/remittances/{id}/queue/{invoice}/{pay, write-off, deny, clear}, and …/lines/{line}/{the same} (SAN-4).</summary>
public static class PressRow
{
    private static readonly (RowAction Action, string Path, string Summary, string Description)[] Buttons =
    [
        (RowAction.Pay, "pay", "Pay the balance of", "P: posts what is left of it beside its adjustments. 422 EXCEEDS_REMAINING where that is more than the check has left."),
        (RowAction.WriteOff, "write-off", "Write off the balance of", "W: what is left beside the cash and the adjustments that are entered (SAN-9)."),
        (RowAction.Deny, "deny", "Deny", "D: the payer has denied it; posts 0.00 in place of whatever was entered."),
        (RowAction.Clear, "clear", "Clear", "X: takes what was entered under the current check out of the queue. Repeated, it changes nothing."),
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var (action, path, summary, description) in Buttons)
        {
            Complete(routes.MapPost($"{RemittanceBody.Root}/{{id}}/queue/{{invoice}}/{path}", (HttpContext context, string id, string invoice, PaymentsApplication application)
                => HandleAsync(context, id, new RowAddress(invoice, null), action, application)))
                .Describe($"{summary} an invoice", $"{description} The invoice's row covers all of its lines; 409 ROW_EXCLUDED where single lines of it are in the queue, apart from Clear, which takes them out as well.");
            Complete(routes.MapPost($"{RemittanceBody.Root}/{{id}}/queue/{{invoice}}/lines/{{line}}/{path}", (HttpContext context, string id, string invoice, string line, PaymentsApplication application)
                => HandleAsync(context, id, new RowAddress(invoice, RemittanceAnswer.LineOf(line)), action, application)))
                .Describe($"{summary} a line", $"{description} 409 ROW_EXCLUDED where its invoice is in the queue as a whole.");
        }
    }

    private static RouteHandlerBuilder Complete(RouteHandlerBuilder endpoint) => endpoint
        .For(Role.Biller)
        .Takes<NoFields>(optional: true)
        .TakesIfMatch()
        .Answers<RemittanceBody>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status412PreconditionFailed, StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, RowAddress address, RowAction action, PaymentsApplication application)
    {
        await RequestBody.ReadOptionalAsync<NoFields>(context);
        var request = await RemittanceAnswer.RequestAsync(context, application, id);
        return await RemittanceAnswer.OfAsync(context, application, await application.Remittances.Queue.ActAsync(context.Caller(), id, address, action, request, context.RequestAborted));
    }
}
