using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Payments.MassPayments;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.MassPayments;

/// <summary>POST /api/mass-payments.</summary>
public static class CreateMassPayment
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/mass-payments", HandleAsync)
        .For(Role.Operations)
        .Describe("Begin a mass payment", "A draft without entries, for an active provider's service of type Smart Vendor, with one aid code for all entries. 422 with everything that stands against it.")
        .Takes<MassPaymentChoice>()
        .Answers<MassPaymentWithEntries>(StatusCodes.Status201Created)
        .Refuses(StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        var choice = await RequestBody.ReadAsync<MassPaymentChoice>(context);
        var draft = new MassPaymentDraft(choice.ProviderId, choice.ServiceId, choice.AidCode);
        var result = await application.MassPaymentDrafts.CreateAsync(draft, [], context.Caller().User, context.RequestId(), context.RequestAborted);
        return result.Page is { } page
            ? MassPaymentAnswer.Made(context, await MassPaymentView.ReadChangedAsync(application, page, context.RequestAborted))
            : Problem.Of(MassPaymentAnswer.RefusalOf(result));
    }
}

/// <summary>What a mass payment is for.</summary>
/// <param name="ServiceId">A service of the provider, of type Smart Vendor (KEES-1).</param>
/// <param name="AidCode"><c>ET</c> or <c>TAF Employment Svs</c> (KEES-2).</param>
public sealed record MassPaymentChoice(string ProviderId, string ServiceId, string AidCode);
