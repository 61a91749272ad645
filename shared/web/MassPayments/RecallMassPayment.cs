using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Payments.MassPayments;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Payments;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.MassPayments;

/// <summary>POST /api/mass-payments/{id}/recall.</summary>
public static class RecallMassPayment
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/mass-payments/{id}/recall", HandleAsync)
        .For(Role.Operations)
        .Describe("Recall an approval", "Gives up an approval that is still at work, for example because another mass payment keeps it waiting: it is a draft again and nothing of it exists. One that has been approved meanwhile stays so, which is 409.")
        .Takes<NoFields>(optional: true)
        .Answers<MassPaymentWithEntries>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        await RequestBody.ReadOptionalAsync<NoFields>(context);
        var result = await application.MassPaymentCommands.RecallAsync(context.Caller(), id, context.RequestAborted);
        return result.Page is { } page
            ? Answer.Versioned(context, page.Version, await MassPaymentView.ReadAsync(application, page, after: 0, MassPaymentDrafts.EntriesMax, context.RequestAborted))
            : Problem.Of(MassPaymentAnswer.RefusalOf(result));
    }
}
