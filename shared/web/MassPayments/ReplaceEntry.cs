using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.MassPayments;

/// <summary>PUT /api/mass-payments/{id}/entries/{n}.</summary>
public static class ReplaceEntry
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut("/api/mass-payments/{id}/entries/{n}", HandleAsync)
        .For(Role.Operations)
        .Describe("Change an entry of a draft", "Puts another entry in its place, under its number. The answer holds the entries where there are at most 500.")
        .Takes<MassEntryChange>()
        .TakesIfMatch()
        .Answers<MassPaymentWithEntries>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status412PreconditionFailed);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, string n, PaymentsApplication application)
    {
        var change = await RequestBody.ReadAsync<MassEntryChange>(context);
        var ifVersion = await MassPaymentAnswer.IfVersionAsync(context, application, id);
        var result = await application.MassPaymentDrafts.ReplaceAsync(id, MassPaymentAnswer.NumberOf(n), change.ToTexts(), context.RequestId(), ifVersion, context.RequestAborted);
        return await MassPaymentAnswer.OfAsync(context, application, result);
    }
}
